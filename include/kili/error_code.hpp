#pragma once

/// @file
/// A code for each class of error, for programs that handle errors in a switch or report them by number.

#include <cstdint>
#include <string_view>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// What went wrong, one code per thing that a caller handles differently. `Error::code()` gives it.
enum class ErrorCode : std::uint8_t {
  other,                   ///< None of the codes below, for example an error of the caller's own transport.
  invalid_argument,        ///< ValidationError: an argument has an unusable value. Correct it.
  missing_argument,        ///< MissingArgumentError: give the argument.
  incompatible_arguments,  ///< IncompatibleArgumentsError: leave out one of the two arguments.
  invalid_import,          ///< ImportValidationError: the assets cannot be imported as they are.
  file_not_readable,       ///< FileError: a file to import does not exist or cannot be read.
  file_type_not_accepted,  ///< MimeTypeError: the project does not take files of this type.
  upload_forbidden,        ///< UploadForbiddenError: the organisation may not upload files; give URLs.
  download_forbidden,      ///< DownloadNotAllowedError: the media lie in the customer's own cloud storage.
  missing_field,           ///< MissingPropertyError: request the fields that `download_media` needs.
  authentication_failed,   ///< AuthenticationError: no API key, or one that the service refuses.
  not_found,               ///< NotFoundError: project or asset does not exist or is not accessible.
  http_failed,             ///< HttpError: the response has an error status or is not usable.
  connection_failed,       ///< ConnectionError and TransportError: no response. May pass; try later.
  request_refused,         ///< GraphQLError: the service answered with GraphQL errors.
  import_incomplete,       ///< ImportError: see its assets() and cause_code(). Calling again completes it.
  mutation_incomplete,     ///< MutationError: see its assets() and cause_code().
  asynchronous_import_failed,  ///< The service reported the failure of an asynchronous import.
  cancelled,                   ///< Cancelled: the caller's stop token was triggered.
  deadline_exceeded,           ///< DeadlineExceeded: the caller's deadline passed.
  file_not_writable,           ///< FileWriteError: no such folder, no permission, disk full.
  field_not_available,         ///< FieldError: request the field, or read it with the accessor of its type.
  label_mismatch,              ///< LabelError and its subclasses: label and interface do not fit each other.
  unsupported_by_service,      ///< UnsupportedByServiceError: leave out the argument, or update the service.
  deprecated_argument,         ///< DeprecatedArgumentError: use what its message names.
  export_incomplete,  ///< NotExportableAssetError, ExportLossError: see the message for what is left out.
  used_after_fork     ///< UsedAfterForkError: create the client in the child process.
};

/// The name of the code, for example "not_found".
[[nodiscard]] KILI_EXPORT std::string_view to_string(ErrorCode code) noexcept;

}  // namespace v0_1
}  // namespace kili
