#pragma once

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// The enumerator of a word; `words` has them in the order of the enumerators.
/// @param what the words are, such as "status of an asset". @throws ValidationError naming all words.
template <typename Enum, std::size_t size>
[[nodiscard]] Enum find_word(const std::array<std::string_view, size>& words, std::string_view word,
                             std::string_view what) {
  for (std::size_t i = 0; i < size; ++i) {
    if (words[i] == word) return static_cast<Enum>(i);
  }
  throw ValidationError(fmt::format("'{}' is not a known {}; give one of {}", support::shown_text(word, 100),
                                    what, fmt::join(words, ", ")));
}

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
