#pragma once

namespace kili::sandbox {

/// Id of the one organisation of a sandbox.
inline constexpr const char* organization_id = "org-1";

}  // namespace kili::sandbox
