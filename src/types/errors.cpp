#include "kili/errors.hpp"

#include <utility>

namespace kili {

struct Error::Data {
  std::string message;
  ErrorContext context;
};

Error::Error(std::string message, ErrorContext context)
    : data_(std::make_shared<const Data>(Data{std::move(message), std::move(context)})) {}
Error::~Error() = default;
const char* Error::what() const noexcept { return data_->message.c_str(); }
const ErrorContext& Error::context() const noexcept { return data_->context; }
std::string_view Error::type() const noexcept { return "Error"; }

ValidationError::~ValidationError() = default;
std::string_view ValidationError::type() const noexcept { return "ValueError"; }
MissingArgumentError::~MissingArgumentError() = default;
std::string_view MissingArgumentError::type() const noexcept { return "MissingArgumentError"; }
IncompatibleArgumentsError::~IncompatibleArgumentsError() = default;
std::string_view IncompatibleArgumentsError::type() const noexcept { return "IncompatibleArgumentsError"; }
ImportValidationError::~ImportValidationError() = default;
std::string_view ImportValidationError::type() const noexcept { return "ImportValidationError"; }
FileError::~FileError() = default;
std::string_view FileError::type() const noexcept { return "FileNotFoundError"; }
MimeTypeError::~MimeTypeError() = default;
std::string_view MimeTypeError::type() const noexcept { return "MimeTypeError"; }
UploadForbiddenError::~UploadForbiddenError() = default;
std::string_view UploadForbiddenError::type() const noexcept { return "UploadFromLocalDataForbiddenError"; }
DownloadNotAllowedError::~DownloadNotAllowedError() = default;
std::string_view DownloadNotAllowedError::type() const noexcept { return "DownloadNotAllowedError"; }
MissingPropertyError::~MissingPropertyError() = default;
std::string_view MissingPropertyError::type() const noexcept { return "MissingPropertyError"; }

AuthenticationError::~AuthenticationError() = default;
std::string_view AuthenticationError::type() const noexcept { return "AuthenticationFailed"; }
NotFoundError::~NotFoundError() = default;
std::string_view NotFoundError::type() const noexcept { return "NotFound"; }
HttpError::~HttpError() = default;
std::string_view HttpError::type() const noexcept { return "HttpError"; }
ConnectionError::~ConnectionError() = default;
std::string_view ConnectionError::type() const noexcept { return "ConnectionError"; }

GraphQLError::GraphQLError(std::string message, ErrorContext context, std::vector<std::string> messages)
    : Error(std::move(message), std::move(context)),
      messages_(std::make_shared<const std::vector<std::string>>(std::move(messages))) {}
GraphQLError::~GraphQLError() = default;
std::string_view GraphQLError::type() const noexcept { return "GraphQLError"; }
const std::vector<std::string>& GraphQLError::messages() const noexcept { return *messages_; }

struct ImportError::Report {
  std::vector<ImportedAsset> assets;
  std::string cause_type;
};

ImportError::ImportError(std::string message, ErrorContext context, std::vector<ImportedAsset> assets,
                         std::string cause_type)
    : Error(std::move(message), std::move(context)),
      report_(std::make_shared<const Report>(Report{std::move(assets), std::move(cause_type)})) {}
ImportError::~ImportError() = default;
std::string_view ImportError::type() const noexcept { return report_->cause_type; }
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
  std::string type = "MutationError";
};

MutationError::MutationError(std::string message, ErrorContext context)
    : MutationError(std::move(message), std::move(context), {}, nullptr) {}
MutationError::MutationError(std::string message, ErrorContext context, std::vector<MutatedAsset> assets,
                             std::exception_ptr cause)
    : Error(std::move(message), std::move(context)) {
  Report report{.assets = std::move(assets), .cause = std::move(cause)};
  try {
    if (report.cause) std::rethrow_exception(report.cause);
  } catch (const Error& error) {
    report.type = error.type();
  } catch (...) {
    report.type = "Error";
  }
  report_ = std::make_shared<const Report>(std::move(report));
}
MutationError::~MutationError() = default;
std::string_view MutationError::type() const noexcept { return report_->type; }
const std::vector<MutatedAsset>& MutationError::assets() const noexcept { return report_->assets; }
std::exception_ptr MutationError::cause() const noexcept { return report_->cause; }

Cancelled::~Cancelled() = default;
std::string_view Cancelled::type() const noexcept { return "Cancelled"; }
DeadlineExceeded::~DeadlineExceeded() = default;
std::string_view DeadlineExceeded::type() const noexcept { return "DeadlineExceeded"; }
FileWriteError::~FileWriteError() = default;
std::string_view FileWriteError::type() const noexcept { return "OSError"; }
FieldError::~FieldError() = default;
std::string_view FieldError::type() const noexcept { return "FieldError"; }

}  // namespace kili
