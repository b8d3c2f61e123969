#include "kili/error_code.hpp"

#include <array>
#include <cstddef>

namespace kili {
inline namespace v0_1 {
namespace {

// In the order of the enumerators.
constexpr auto names = std::to_array<std::string_view>({"other",
                                                        "invalid_argument",
                                                        "missing_argument",
                                                        "incompatible_arguments",
                                                        "invalid_import",
                                                        "file_not_readable",
                                                        "file_type_not_accepted",
                                                        "upload_forbidden",
                                                        "download_forbidden",
                                                        "missing_field",
                                                        "authentication_failed",
                                                        "not_found",
                                                        "http_failed",
                                                        "connection_failed",
                                                        "request_refused",
                                                        "import_incomplete",
                                                        "mutation_incomplete",
                                                        "asynchronous_import_failed",
                                                        "cancelled",
                                                        "deadline_exceeded",
                                                        "file_not_writable",
                                                        "field_not_available",
                                                        "label_mismatch",
                                                        "unsupported_by_service",
                                                        "deprecated_argument",
                                                        "export_incomplete",
                                                        "used_after_fork"});
static_assert(names.size() == static_cast<std::size_t>(ErrorCode::used_after_fork) + 1);

}  // namespace

std::string_view to_string(ErrorCode code) noexcept {
  const auto index = static_cast<std::size_t>(code);
  return index < names.size() ? names[index] : names.front();
}

}  // namespace v0_1
}  // namespace kili
