#include "kili/exports/errors.hpp"

namespace kili {
inline namespace v0_1 {

NotCompatibleOptionsError::~NotCompatibleOptionsError() = default;
std::string_view NotCompatibleOptionsError::type() const noexcept { return "NotCompatibleOptions"; }
NotCompatibleInputTypeError::~NotCompatibleInputTypeError() = default;
std::string_view NotCompatibleInputTypeError::type() const noexcept { return "NotCompatibleInputType"; }
NotExportableAssetError::~NotExportableAssetError() = default;
ErrorCode NotExportableAssetError::code() const noexcept { return ErrorCode::export_incomplete; }
std::string_view NotExportableAssetError::type() const noexcept { return "NotExportableAssetError"; }
ExportLossError::~ExportLossError() = default;
ErrorCode ExportLossError::code() const noexcept { return ErrorCode::export_incomplete; }
std::string_view ExportLossError::type() const noexcept { return "ExportLossError"; }

}  // namespace v0_1
}  // namespace kili
