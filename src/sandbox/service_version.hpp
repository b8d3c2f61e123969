#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kili::sandbox {

/// Versions of the service that a sandbox can be, in ascending order.
enum class ServiceVersion : std::uint8_t {
  v2_164,
  v26_1,
  v26_2
};

/// @param name "2.164", "26.1" or "26.2". @return nothing for any other.
[[nodiscard]] std::optional<ServiceVersion> service_version_of(std::string_view name) noexcept;
/// What the service answers when it is asked for its version.
[[nodiscard]] std::string_view full_name(ServiceVersion version) noexcept;
/// What the schema of this version does not have: types, and "Type.member" for fields, input fields and
/// values of enums.
[[nodiscard]] std::vector<std::string_view> unknown_to(ServiceVersion version);
/// The text of the schema with what this version needs and later ones do not.
/// @param text the newest schema.
[[nodiscard]] std::string schema_of(ServiceVersion version, std::string_view text);

}  // namespace kili::sandbox
