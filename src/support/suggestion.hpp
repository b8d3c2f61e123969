#pragma once

#include <cstddef>
#include <ranges>
#include <string>
#include <string_view>

namespace kili::support {

/// Finds the name that a misspelt one most likely stands for.
class Suggestion {
 public:
  explicit Suggestion(std::string_view wanted) noexcept;

  /// Considers a name, which must outlive this object.
  void consider(std::string_view name);
  /// The closest name so far; empty when none is close. Of several, the first.
  [[nodiscard]] std::string_view closest() const noexcept { return closest_; }
  /// "; did you mean 'NAME'?", to follow a message; empty when no name is close.
  [[nodiscard]] std::string question() const;

 private:
  std::string_view wanted_;
  std::string_view closest_;
  std::size_t distance_;  // of names that are too far
};

/// The question for the closest of the names. @param name_of gives the text of an element.
template <std::ranges::input_range Names, typename NameOf>
[[nodiscard]] std::string did_you_mean(std::string_view wanted, const Names& names, NameOf name_of) {
  Suggestion suggestion(wanted);
  for (const auto& name : names) suggestion.consider(name_of(name));
  return suggestion.question();
}

/// Edits of one character each (insertion, removal, replacement, exchange of neighbours) between two texts,
/// bytes by bytes without regard to the case of ASCII letters. Texts of different case alone have 0.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace kili::support
