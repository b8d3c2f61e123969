#include <catch2/catch.hpp>

#include <exception>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "kili/http_transport.hpp"
#include "kili/labels/errors.hpp"

using namespace kili;

namespace {

struct Expected {
  std::shared_ptr<const Error> error;
  ErrorCode code;
};

template <typename Class>
Expected simple(ErrorCode code) {
  return {std::make_shared<Class>("message"), code};
}

/// An error of every class.
std::vector<Expected> one_of_each() {
  return {
      simple<Error>(ErrorCode::other),
      simple<ValidationError>(ErrorCode::invalid_argument),
      simple<MissingArgumentError>(ErrorCode::missing_argument),
      simple<IncompatibleArgumentsError>(ErrorCode::incompatible_arguments),
      simple<ImportValidationError>(ErrorCode::invalid_import),
      simple<FileError>(ErrorCode::file_not_readable),
      simple<MimeTypeError>(ErrorCode::file_type_not_accepted),
      simple<UploadForbiddenError>(ErrorCode::upload_forbidden),
      simple<DownloadNotAllowedError>(ErrorCode::download_forbidden),
      simple<JournalMismatchError>(ErrorCode::invalid_argument),
      simple<MissingPropertyError>(ErrorCode::missing_field),
      simple<AuthenticationError>(ErrorCode::authentication_failed),
      simple<NotFoundError>(ErrorCode::not_found),
      simple<HttpError>(ErrorCode::http_failed),
      simple<ConnectionError>(ErrorCode::connection_failed),
      {std::make_shared<TransportError>(TransportFailure::timed_out, "m"), ErrorCode::connection_failed},
      simple<GraphQLError>(ErrorCode::request_refused),
      simple<UnsupportedByServiceError>(ErrorCode::unsupported_by_service),
      simple<DeprecatedArgumentError>(ErrorCode::deprecated_argument),
      {std::make_shared<ImportError>("m", ErrorContext{}, std::vector<ImportedAsset>{}, "GraphQLError"),
       ErrorCode::import_incomplete},
      simple<MutationError>(ErrorCode::mutation_incomplete),
      simple<Cancelled>(ErrorCode::cancelled),
      simple<DeadlineExceeded>(ErrorCode::deadline_exceeded),
      simple<FileWriteError>(ErrorCode::file_not_writable),
      simple<FieldError>(ErrorCode::field_not_available),
      simple<UsedAfterForkError>(ErrorCode::used_after_fork),
      {std::make_shared<JobNotExistingError>(LabelPlace{}, "m"), ErrorCode::label_mismatch},
  };
}

ErrorCode import_cause(const std::string& type) { return ImportError("m", {}, {}, type).cause_code(); }

ErrorCode mutation_cause(std::exception_ptr cause) {
  return MutationError("m", {}, {}, std::move(cause)).cause_code();
}

}  // namespace

TEST_CASE("every class of error has its code") {
  for (const auto& [error, code] : one_of_each()) {
    CAPTURE(error->type());
    CHECK(to_string(error->code()) == to_string(code));
  }
}

TEST_CASE("codes have names of their own") {
  std::set<std::string_view> names;
  const int last = static_cast<int>(ErrorCode::used_after_fork);
  for (int code = 0; code <= last; ++code) names.insert(to_string(static_cast<ErrorCode>(code)));
  CHECK(names.size() == static_cast<std::size_t>(last) + 1);
  CHECK(to_string(ErrorCode::not_found) == "not_found");
  CHECK(to_string(ErrorCode::asynchronous_import_failed) == "asynchronous_import_failed");
  CHECK(to_string(static_cast<ErrorCode>(200)) == "other");
}

TEST_CASE("the code of an import's cause is the code of the class that its type names") {
  for (const auto& [error, code] : one_of_each()) {
    // These never stop an import.
    if (code == ErrorCode::mutation_incomplete || code == ErrorCode::label_mismatch ||
        code == ErrorCode::import_incomplete || code == ErrorCode::field_not_available ||
        code == ErrorCode::download_forbidden || code == ErrorCode::missing_field ||
        code == ErrorCode::unsupported_by_service) {
      continue;
    }
    CAPTURE(error->type());
    CHECK(to_string(import_cause(std::string(error->type()))) == to_string(code));
  }
  CHECK(import_cause("BatchImportError") == ErrorCode::asynchronous_import_failed);
  CHECK(import_cause("std::exception") == ErrorCode::other);
}

TEST_CASE("the code of a mutation's cause is that of the error that stopped it") {
  CHECK(mutation_cause(std::make_exception_ptr(NotFoundError("m"))) == ErrorCode::not_found);
  CHECK(mutation_cause(std::make_exception_ptr(TransportError(TransportFailure::timed_out, "m"))) ==
        ErrorCode::connection_failed);
  CHECK(mutation_cause(std::make_exception_ptr(1)) == ErrorCode::other);
  CHECK(MutationError("m").cause_code() == ErrorCode::mutation_incomplete);
}
