#pragma once

/// @file
/// Every exception the library throws derives from kili::Error; one class per thing a caller handles
/// differently.

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kili/assets/asset_action_outcome.hpp"
#include "kili/error_code.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Details for a support request. A member that does not apply is empty or zero.
struct ErrorContext {
  unsigned attempts = 0;                ///< How often the request was sent.
  std::string body{};                   ///< First 2 kB of the response.
  std::chrono::milliseconds elapsed{};  ///< From the first attempt to the error.
  int http_status = 0;
  std::string operation{};       ///< GraphQL operation, or "upload" / "download".
  bool outcome_unknown = false;  ///< The request may have been carried out although no response came.
  std::string reason{};          ///< Why the service refused it ("extensions.context.reason"), where it says.
  std::string request_id{};      ///< Header x-request-id of the response.
};

/// Base of all errors. Copies are nothrow and keep what(). The API key never appears in a message.
class KILI_EXPORT Error : public std::exception {
 public:
  explicit Error(std::string message, ErrorContext context = {});
  Error(const Error&) noexcept = default;
  Error& operator=(const Error&) noexcept = default;
  ~Error() override;

  [[nodiscard]] const char* what() const noexcept override;
  [[nodiscard]] const ErrorContext& context() const noexcept;
  /// What went wrong, for a switch.
  [[nodiscard]] virtual ErrorCode code() const noexcept;
  /// Name of the kind of error; where Kili's Python SDK raises a class for it, the name of that class.
  [[nodiscard]] virtual std::string_view type() const noexcept;

 private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

// Arguments, found before anything is sent -----------------------------------------------------------------

/// An argument has an unusable value ("ValueError").
class KILI_EXPORT ValidationError : public Error {
 public:
  using Error::Error;
  ~ValidationError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// A needed argument is missing.
class KILI_EXPORT MissingArgumentError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~MissingArgumentError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// Two arguments exclude each other.
class KILI_EXPORT IncompatibleArgumentsError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~IncompatibleArgumentsError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The assets given for import cannot be imported as they are.
class KILI_EXPORT ImportValidationError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~ImportValidationError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// A file to import does not exist or cannot be read ("FileNotFoundError").
class KILI_EXPORT FileError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~FileError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The project does not take files of this type.
class KILI_EXPORT MimeTypeError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~MimeTypeError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The organisation may not upload files ("UploadFromLocalDataForbiddenError").
class KILI_EXPORT UploadForbiddenError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~UploadForbiddenError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};

/// `download_media` was requested for a project whose media lie in the customer's own cloud storage.
class KILI_EXPORT DownloadNotAllowedError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~DownloadNotAllowedError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The journal is that of another import: into another project, or of other assets.
class KILI_EXPORT JournalMismatchError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~JournalMismatchError() override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// `download_media` was requested without the field "content" or "externalId".
class KILI_EXPORT MissingPropertyError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~MissingPropertyError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};

// Service and network ---------------------------------------------------------------------------------------

/// No API key, or one that the service refuses ("AuthenticationFailed").
class KILI_EXPORT AuthenticationError : public Error {
 public:
  using Error::Error;
  ~AuthenticationError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The project or asset does not exist or is not accessible with this key ("NotFound").
class KILI_EXPORT NotFoundError : public Error {
 public:
  using Error::Error;
  ~NotFoundError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The response has an HTTP status other than 2xx, or a body that is not a response of the API.
/// context().http_status is 0 when no response came at all (ConnectionError).
class KILI_EXPORT HttpError : public Error {
 public:
  using Error::Error;
  ~HttpError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// No response came: name not resolved, connection refused or cut, TLS failure, time-out of an attempt.
class KILI_EXPORT ConnectionError : public HttpError {
 public:
  using HttpError::HttpError;
  ~ConnectionError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The service answered with GraphQL errors.
class KILI_EXPORT GraphQLError : public Error {
 public:
  explicit GraphQLError(std::string message, ErrorContext context = {},
                        std::vector<std::string> messages = {});
  ~GraphQLError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
  /// The service's messages, in order.
  [[nodiscard]] const std::vector<std::string>& messages() const noexcept;

 private:
  std::shared_ptr<const std::vector<std::string>> messages_;
};
/// The service is of an earlier version that cannot carry an argument of the call. The message names it.
class KILI_EXPORT UnsupportedByServiceError : public GraphQLError {
 public:
  using GraphQLError::GraphQLError;
  ~UnsupportedByServiceError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
};
/// The service no longer takes an argument in this project. The message names what to use instead.
class KILI_EXPORT DeprecatedArgumentError : public GraphQLError {
 public:
  using GraphQLError::GraphQLError;
  ~DeprecatedArgumentError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};

// Imports and mutations ------------------------------------------------------------------------------------

/// Outcome of one asset of an import.
enum class ImportOutcome {
  accepted,  ///< The service imports it asynchronously; the end of the import was not awaited.
  created,   ///< The asset exists.
  skipped,   ///< Its external id exists in the project already, or is in the input twice.
  failed,    ///< The asset does not exist; `reason` says why.
  not_sent,  ///< The call ended before it was sent.
  unknown    ///< It was sent; whether it exists could not be determined.
};

/// One asset of an import.
struct ImportedAsset {
  std::string asset_id{};  ///< Chosen by the client; empty when skipped.
  std::string external_id{};
  std::size_t index = 0;  ///< Position in the input.
  ImportOutcome outcome = ImportOutcome::not_sent;
  std::string reason{};
};

/// An import failed half-way. Calling again with the same arguments and external ids, or with the same
/// journal, completes it.
class KILI_EXPORT ImportError : public Error {
 public:
  ImportError(std::string message, ErrorContext context, std::vector<ImportedAsset> assets,
              std::string cause_type);
  ~ImportError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  /// Name of the kind of error that stopped the import, for example "GraphQLError".
  [[nodiscard]] std::string_view type() const noexcept override;
  /// Code of the error that stopped the import, for example ErrorCode::request_refused.
  [[nodiscard]] ErrorCode cause_code() const noexcept;
  /// Every asset of the call in input order; of a range, those that were read.
  [[nodiscard]] const std::vector<ImportedAsset>& assets() const noexcept;
  /// Ids of the assets that exist now, in input order.
  [[nodiscard]] std::vector<std::string> created_asset_ids() const;

 private:
  struct Report;
  std::shared_ptr<const Report> report_;
};

/// Outcome of one asset of a mutation that failed half-way.
enum class MutationOutcome {
  done,      ///< The asset is in the requested state.
  failed,    ///< The asset was not changed; `reason` says why.
  not_sent,  ///< The call ended before it was sent.
  unknown,   ///< The change was sent; whether it was made could not be determined.
  declined   ///< The change does not apply to the asset in its state; it stays as it was.
};

/// One item of a mutation: an asset, of create_issues() an issue, of a call that writes labels a label.
struct MutatedAsset {
  std::string asset_id{};  ///< Of create_issues(), the id of the label.
  /// Of create_issues() and of calls that write labels, the id of the issue or label; empty: not known.
  std::string created_id{};
  std::size_t index = 0;  ///< Position in the input.
  MutationOutcome outcome = MutationOutcome::not_sent;
  std::string reason{};
};

/// A mutation of assets failed, possibly half-way. The message names the batch that failed by the index of
/// its first asset, and its assets.
class KILI_EXPORT MutationError : public Error {
 public:
  explicit MutationError(std::string message, ErrorContext context = {});
  /// @param cause the error that stopped the mutation; null when the service confirmed a change and did not
  /// make it.
  MutationError(std::string message, ErrorContext context, std::vector<MutatedAsset> assets,
                std::exception_ptr cause);
  /// @param outcome what the service decided before.
  MutationError(std::string message, ErrorContext context, std::vector<MutatedAsset> assets,
                std::exception_ptr cause, AssetActionOutcome outcome);
  ~MutationError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  /// Name of the kind of error that stopped the mutation, for example "GraphQLError"; "MutationError" when
  /// there is no cause.
  [[nodiscard]] std::string_view type() const noexcept override;
  /// Code of the error that stopped the mutation; ErrorCode::mutation_incomplete when there is no cause.
  [[nodiscard]] ErrorCode cause_code() const noexcept;
  /// Every asset of the call in input order.
  [[nodiscard]] const std::vector<MutatedAsset>& assets() const noexcept;
  /// Of a call that returns an AssetActionOutcome: what became of the assets until the failure, as it would
  /// have been returned. Assets that are in none of its lists were not sent, or it is not known.
  [[nodiscard]] const AssetActionOutcome& outcome() const noexcept;
  /// The error that stopped the mutation, for std::rethrow_exception; may be null.
  [[nodiscard]] std::exception_ptr cause() const noexcept;

 private:
  struct Report;
  std::shared_ptr<const Report> report_;
};
/// The caller's stop token was triggered.
class KILI_EXPORT Cancelled : public Error {
 public:
  using Error::Error;
  ~Cancelled() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// The caller's deadline passed.
class KILI_EXPORT DeadlineExceeded : public Error {
 public:
  using Error::Error;
  ~DeadlineExceeded() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// A file or folder cannot be written: no such folder, no permission, disk full ("OSError").
class KILI_EXPORT FileWriteError : public Error {
 public:
  using Error::Error;
  ~FileWriteError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// A field of a record or a column of a table was read that was not requested, or has another type.
class KILI_EXPORT FieldError : public Error {
 public:
  using Error::Error;
  ~FieldError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// A client, or what belongs to one (a range, an exported file that is not complete), was used in a child
/// process that inherited it by fork(): its threads exist in the parent only. Nothing was sent. Create the
/// client in the child.
class KILI_EXPORT UsedAfterForkError : public Error {
 public:
  using Error::Error;
  ~UsedAfterForkError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};

}  // namespace v0_1
}  // namespace kili
