#pragma once

/// @file
/// How methods that take a range read it.

#include <optional>
#include <ranges>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Source of elements, one after the other.
template <typename Element>
class KILI_EXPORT ElementSource {
 public:
  virtual ~ElementSource() = default;
  /// @param element set to the next one. @return false at the end, `element` is then unspecified.
  virtual bool next(Element& element) = 0;

 protected:
  ElementSource() = default;
  ElementSource(const ElementSource&) = default;
  ElementSource& operator=(const ElementSource&) = default;
};

/// Reads a range once, element by element.
template <typename Element, std::ranges::input_range Range>
class RangeSource final : public ElementSource<Element> {
 public:
  explicit RangeSource(Range& range) : range_(range) {}
  bool next(Element& element) override {
    if (iterator_) {
      ++*iterator_;
    } else {
      iterator_.emplace(std::ranges::begin(range_));
    }
    if (*iterator_ == std::ranges::end(range_)) return false;
    element = **iterator_;
    return true;
  }

 private:
  Range& range_;
  std::optional<std::ranges::iterator_t<Range>> iterator_{};
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
