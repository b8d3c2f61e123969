#pragma once

/// @file
/// What an export has left out.

#include <cstdint>
#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// One thing that an export has left out, and why. What does not apply is empty.
struct ExportLoss {
  /// The mid of the annotation in quotes, or its number in its list, from 1, when it has none.
  std::string annotation{};
  std::string external_id{};             ///< Of the asset.
  std::optional<std::uint64_t> frame{};  ///< As the label numbers it, from 0.
  std::string job{};
  std::string reason{};
  std::string sentence{};  ///< Place and reason in one line, for people.
};

}  // namespace v0_1
}  // namespace kili
