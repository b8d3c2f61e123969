#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kili/errors.hpp"

namespace kili::engine {

/// When the pages of one listing are too much like each other to be those of a service that advances.
class RepeatedPages {
 public:
  /// A page of that many records had none that was not there before. @return whether that is one too many: a
  /// single record moves to the next page whenever one is added before it.
  [[nodiscard]] bool is_too_many(std::size_t records) noexcept {
    return records > 1 || ++single_records_ > 1;
  }
  /// A page without ids is equal to the one before. Many records may well be equal without their ids.
  /// @return whether to look into it: for the first one, and then more and more seldom.
  [[nodiscard]] bool is_worth_a_look() noexcept {
    if (++equal_pages_ != next_look_) return false;
    next_look_ *= 2;
    return true;
  }

 private:
  std::size_t single_records_ = 0;
  std::size_t equal_pages_ = 0;
  std::size_t next_look_ = 1;
};

// What the user is told. `method` is the call; `skip` the records before the page.

/// Records are counted where a page has none.
[[nodiscard]] HttpError no_records_there(std::string_view method, std::size_t counted, std::size_t skip);
/// A page has more records than were asked for.
[[nodiscard]] HttpError more_than_asked(std::string_view method, std::size_t given, std::size_t asked);
/// A page brings what was there before.
[[nodiscard]] HttpError same_records_again(std::string_view method, std::size_t skip);
/// There are more records than are counted. @param listed how many the listing ends after.
[[nodiscard]] std::string more_than_counted(std::string_view method, std::size_t counted, std::size_t listed);

}  // namespace kili::engine
