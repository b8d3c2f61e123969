#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// One "object" of a Pascal VOC file; texts as they stand.
struct VocObject {
  std::array<std::optional<std::string>, 4> box{};  ///< xmin, ymin, xmax, ymax
  std::string job_name{};
  std::size_t line = 0;
  std::string name{};
  /// Members that boxes have no place for and that say something.
  std::set<std::string> others{};
};

/// What readers need of a Pascal VOC file; texts as they stand.
struct VocDocument {
  std::string file_name{};
  std::string height{};
  std::vector<VocObject> objects{};
  std::string width{};
};

inline constexpr std::array<std::string_view, 4> voc_sides{"xmin", "ymin", "xmax", "ymax"};

/// Reads the XML of a file. @param problem set to the reason when it cannot be read.
[[nodiscard]] std::optional<VocDocument> read_voc(std::string_view xml, std::string& problem);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
