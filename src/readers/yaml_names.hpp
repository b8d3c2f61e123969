#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The classes in a data.yaml.
struct YamlNames {
  std::optional<std::uint64_t> count{};  ///< "nc"
  bool has_poses = false;                ///< "kpt_shape"
  std::vector<std::string> names{};      ///< By number; empty where a mapping has none.
};

/// Reads "names" and "nc" at the top of a YAML text: a list or a mapping from numbers, in lines or in
/// brackets, of plain or quoted texts. Everything else in it is passed over.
/// @throws ValidationError there are no names, or they are written in another way.
[[nodiscard]] YamlNames yaml_names(std::string_view text);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
