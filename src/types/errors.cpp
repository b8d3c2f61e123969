#include "kili/errors.hpp"

#include <array>
#include <utility>

#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

struct NamedCode {
  std::string_view type;
  ErrorCode code;
};

/// The code of the error that stopped an import, of which only type() is kept.
ErrorCode code_of_type(std::string_view type) noexcept {
  constexpr auto codes = std::to_array<NamedCode>({
      {"ValueError", ErrorCode::invalid_argument},
      {"JournalMismatchError", ErrorCode::invalid_argument},
      {"MissingArgumentError", ErrorCode::missing_argument},
      {"IncompatibleArgumentsError", ErrorCode::incompatible_arguments},
      {"ImportValidationError", ErrorCode::invalid_import},
      {"FileNotFoundError", ErrorCode::file_not_readable},
      {"MimeTypeError", ErrorCode::file_type_not_accepted},
      {"UploadFromLocalDataForbiddenError", ErrorCode::upload_forbidden},
      {"AuthenticationFailed", ErrorCode::authentication_failed},
      {"NotFound", ErrorCode::not_found},
      {"HttpError", ErrorCode::http_failed},
      {"ConnectionError", ErrorCode::connection_failed},
      {"DeprecatedArgumentError", ErrorCode::deprecated_argument},
      {"GraphQLError", ErrorCode::request_refused},
      {"BatchImportError", ErrorCode::asynchronous_import_failed},
      {"Cancelled", ErrorCode::cancelled},
      {"DeadlineExceeded", ErrorCode::deadline_exceeded},
      {"OSError", ErrorCode::file_not_writable},
      {"UsedAfterForkError", ErrorCode::used_after_fork},
  });
  for (const auto& [name, code] : codes) {
    if (name == type) return code;
  }
  return ErrorCode::other;
}

/// Parts of messages and contexts come from the service, storages, proxies and files: whatever they are, an
/// error can be printed.
ErrorContext shown_context(ErrorContext context) {
  constexpr std::size_t longest_name = 200;
  context.body = support::shown_text(context.body, support::longest_shown_body);
  context.operation = support::shown_text(context.operation, longest_name);
  context.request_id = support::shown_text(context.request_id, longest_name);
  return context;
}

std::string shown_message(std::string_view message) {
  return support::shown_text(message, support::longest_shown_message);
}

template <typename Assets>
Assets with_shown_reasons(Assets assets) {
  for (auto& asset : assets) asset.reason = shown_message(asset.reason);
  return assets;
}

}  // namespace

struct Error::Data {
  std::string message;
  ErrorContext context;
};

// NOLINTNEXTLINE(performance-unnecessary-value-param): the signature is public
Error::Error(std::string message, ErrorContext context)
    : data_(std::make_shared<const Data>(Data{shown_message(message), shown_context(std::move(context))})) {}
Error::~Error() = default;
const char* Error::what() const noexcept { return data_->message.c_str(); }
const ErrorContext& Error::context() const noexcept { return data_->context; }
ErrorCode Error::code() const noexcept { return ErrorCode::other; }
std::string_view Error::type() const noexcept { return "Error"; }

ValidationError::~ValidationError() = default;
ErrorCode ValidationError::code() const noexcept { return ErrorCode::invalid_argument; }
std::string_view ValidationError::type() const noexcept { return "ValueError"; }
MissingArgumentError::~MissingArgumentError() = default;
ErrorCode MissingArgumentError::code() const noexcept { return ErrorCode::missing_argument; }
std::string_view MissingArgumentError::type() const noexcept { return "MissingArgumentError"; }
IncompatibleArgumentsError::~IncompatibleArgumentsError() = default;
ErrorCode IncompatibleArgumentsError::code() const noexcept { return ErrorCode::incompatible_arguments; }
std::string_view IncompatibleArgumentsError::type() const noexcept { return "IncompatibleArgumentsError"; }
ImportValidationError::~ImportValidationError() = default;
ErrorCode ImportValidationError::code() const noexcept { return ErrorCode::invalid_import; }
std::string_view ImportValidationError::type() const noexcept { return "ImportValidationError"; }
FileError::~FileError() = default;
ErrorCode FileError::code() const noexcept { return ErrorCode::file_not_readable; }
std::string_view FileError::type() const noexcept { return "FileNotFoundError"; }
MimeTypeError::~MimeTypeError() = default;
ErrorCode MimeTypeError::code() const noexcept { return ErrorCode::file_type_not_accepted; }
std::string_view MimeTypeError::type() const noexcept { return "MimeTypeError"; }
UploadForbiddenError::~UploadForbiddenError() = default;
ErrorCode UploadForbiddenError::code() const noexcept { return ErrorCode::upload_forbidden; }
std::string_view UploadForbiddenError::type() const noexcept { return "UploadFromLocalDataForbiddenError"; }
DownloadNotAllowedError::~DownloadNotAllowedError() = default;
ErrorCode DownloadNotAllowedError::code() const noexcept { return ErrorCode::download_forbidden; }
std::string_view DownloadNotAllowedError::type() const noexcept { return "DownloadNotAllowedError"; }
JournalMismatchError::~JournalMismatchError() = default;
std::string_view JournalMismatchError::type() const noexcept { return "JournalMismatchError"; }
MissingPropertyError::~MissingPropertyError() = default;
ErrorCode MissingPropertyError::code() const noexcept { return ErrorCode::missing_field; }
std::string_view MissingPropertyError::type() const noexcept { return "MissingPropertyError"; }

AuthenticationError::~AuthenticationError() = default;
ErrorCode AuthenticationError::code() const noexcept { return ErrorCode::authentication_failed; }
std::string_view AuthenticationError::type() const noexcept { return "AuthenticationFailed"; }
NotFoundError::~NotFoundError() = default;
ErrorCode NotFoundError::code() const noexcept { return ErrorCode::not_found; }
std::string_view NotFoundError::type() const noexcept { return "NotFound"; }
HttpError::~HttpError() = default;
ErrorCode HttpError::code() const noexcept { return ErrorCode::http_failed; }
std::string_view HttpError::type() const noexcept { return "HttpError"; }
ConnectionError::~ConnectionError() = default;
ErrorCode ConnectionError::code() const noexcept { return ErrorCode::connection_failed; }
std::string_view ConnectionError::type() const noexcept { return "ConnectionError"; }

GraphQLError::GraphQLError(std::string message, ErrorContext context, std::vector<std::string> messages)
    : Error(std::move(message), std::move(context)) {
  for (auto& each : messages) each = shown_message(each);
  messages_ = std::make_shared<const std::vector<std::string>>(std::move(messages));
}
GraphQLError::~GraphQLError() = default;
ErrorCode GraphQLError::code() const noexcept { return ErrorCode::request_refused; }
std::string_view GraphQLError::type() const noexcept { return "GraphQLError"; }
const std::vector<std::string>& GraphQLError::messages() const noexcept { return *messages_; }

UnsupportedByServiceError::~UnsupportedByServiceError() = default;
ErrorCode UnsupportedByServiceError::code() const noexcept { return ErrorCode::unsupported_by_service; }
DeprecatedArgumentError::~DeprecatedArgumentError() = default;
ErrorCode DeprecatedArgumentError::code() const noexcept { return ErrorCode::deprecated_argument; }
std::string_view DeprecatedArgumentError::type() const noexcept { return "DeprecatedArgumentError"; }

struct ImportError::Report {
  std::vector<ImportedAsset> assets;
  std::string cause_type;
};

ImportError::ImportError(std::string message, ErrorContext context, std::vector<ImportedAsset> assets,
                         std::string cause_type)
    : Error(std::move(message), std::move(context)),
      report_(std::make_shared<const Report>(
          Report{with_shown_reasons(std::move(assets)), std::move(cause_type)})) {}
ImportError::~ImportError() = default;
ErrorCode ImportError::code() const noexcept { return ErrorCode::import_incomplete; }
std::string_view ImportError::type() const noexcept { return report_->cause_type; }
ErrorCode ImportError::cause_code() const noexcept { return code_of_type(report_->cause_type); }
const std::vector<ImportedAsset>& ImportError::assets() const noexcept { return report_->assets; }
std::vector<std::string> ImportError::created_asset_ids() const {
  std::vector<std::string> ids;
  for (const auto& asset : report_->assets) {
    if (asset.outcome == ImportOutcome::created) ids.push_back(asset.asset_id);
  }
  return ids;
}

struct MutationError::Report {
  std::vector<MutatedAsset> assets;
  std::exception_ptr cause;
  ErrorCode cause_code = ErrorCode::mutation_incomplete;
  AssetActionOutcome outcome;
  std::string type = "MutationError";
};

MutationError::MutationError(std::string message, ErrorContext context)
    : MutationError(std::move(message), std::move(context), {}, nullptr) {}
MutationError::MutationError(std::string message, ErrorContext context, std::vector<MutatedAsset> assets,
                             std::exception_ptr cause)
    : MutationError(std::move(message), std::move(context), std::move(assets), std::move(cause), {}) {}
MutationError::MutationError(std::string message, ErrorContext context, std::vector<MutatedAsset> assets,
                             std::exception_ptr cause, AssetActionOutcome outcome)
    : Error(std::move(message), std::move(context)) {
  Report report{.assets = with_shown_reasons(std::move(assets)),
                .cause = std::move(cause),
                .outcome = std::move(outcome)};
  try {
    if (report.cause) std::rethrow_exception(report.cause);
  } catch (const Error& error) {
    report.cause_code = error.code();
    report.type = error.type();
  } catch (...) {
    report.cause_code = ErrorCode::other;
    report.type = "Error";
  }
  report_ = std::make_shared<const Report>(std::move(report));
}
MutationError::~MutationError() = default;
ErrorCode MutationError::code() const noexcept { return ErrorCode::mutation_incomplete; }
std::string_view MutationError::type() const noexcept { return report_->type; }
ErrorCode MutationError::cause_code() const noexcept { return report_->cause_code; }
const std::vector<MutatedAsset>& MutationError::assets() const noexcept { return report_->assets; }
const AssetActionOutcome& MutationError::outcome() const noexcept { return report_->outcome; }
std::exception_ptr MutationError::cause() const noexcept { return report_->cause; }

Cancelled::~Cancelled() = default;
ErrorCode Cancelled::code() const noexcept { return ErrorCode::cancelled; }
std::string_view Cancelled::type() const noexcept { return "Cancelled"; }
DeadlineExceeded::~DeadlineExceeded() = default;
ErrorCode DeadlineExceeded::code() const noexcept { return ErrorCode::deadline_exceeded; }
std::string_view DeadlineExceeded::type() const noexcept { return "DeadlineExceeded"; }
FileWriteError::~FileWriteError() = default;
ErrorCode FileWriteError::code() const noexcept { return ErrorCode::file_not_writable; }
std::string_view FileWriteError::type() const noexcept { return "OSError"; }
FieldError::~FieldError() = default;
ErrorCode FieldError::code() const noexcept { return ErrorCode::field_not_available; }
std::string_view FieldError::type() const noexcept { return "FieldError"; }
UsedAfterForkError::~UsedAfterForkError() = default;
ErrorCode UsedAfterForkError::code() const noexcept { return ErrorCode::used_after_fork; }
std::string_view UsedAfterForkError::type() const noexcept { return "UsedAfterForkError"; }

}  // namespace v0_1
}  // namespace kili
