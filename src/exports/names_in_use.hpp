#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The names of the files that a writer has written: no file takes the place of another.
class NamesInUse {
 public:
  /// Takes the name of a file for this owner, an image or asset.
  /// @return nothing when it was free; otherwise why it cannot be had.
  [[nodiscard]] std::optional<std::string> take(const std::string& name, std::string_view owner);
  /// Gives back a name that was taken, for a file that could not be written.
  void give_back(const std::string& name) { owners_.erase(name); }

 private:
  std::unordered_map<std::string, std::string> owners_;  // by name
  std::unordered_set<std::string> folders_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
