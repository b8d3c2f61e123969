#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// What a reader has left out of files, one sentence each: place and reason.
class FileLosses {
 public:
  void add(std::string_view place, std::string_view why);
  /// Adds a loss that many places have in common, when it was not added before.
  void add_once(std::string_view place, std::string_view why);
  [[nodiscard]] const std::vector<std::string>& sentences() const noexcept { return sentences_; }

 private:
  std::vector<std::string> sentences_;
  std::set<std::string, std::less<>> once_;
};

/// The file by its path, as places of losses begin.
[[nodiscard]] std::string place_of_file(std::string_view path);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
