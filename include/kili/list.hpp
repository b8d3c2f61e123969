#pragma once

/// @file
/// Optional list arguments: "not given" and "empty" are different.

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace kili {
inline namespace v0_1 {

template <typename T>
class List;

namespace detail {

/// An element of a braced list of strings. It has no constructor of two arguments, so that `{{"a", "b"}}` can
/// not end in std::string's constructor from two iterators (undefined behaviour).
class StringElement {
 public:
  StringElement(const char* text) : text_(text) {}                // NOLINT(google-explicit-constructor)
  StringElement(std::string text) : text_(std::move(text)) {}     // NOLINT(google-explicit-constructor)
  StringElement(std::string_view text) : text_(text) {}           // NOLINT(google-explicit-constructor)
  operator const std::string&() const noexcept { return text_; }  // NOLINT(google-explicit-constructor)

 private:
  std::string text_;
};

/// The same for a list whose elements may be absent.
class OptionalStringElement {
 public:
  OptionalStringElement(std::nullopt_t) noexcept {}                    // NOLINT(google-explicit-constructor)
  OptionalStringElement(const char* text) : text_(text) {}             // NOLINT(google-explicit-constructor)
  OptionalStringElement(std::string text) : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor)
  OptionalStringElement(std::string_view text)                         // NOLINT(google-explicit-constructor)
      : text_(std::string(text)) {}
  OptionalStringElement(std::optional<std::string> text)  // NOLINT(google-explicit-constructor)
      : text_(std::move(text)) {}
  operator const std::optional<std::string>&() const noexcept {  // NOLINT(google-explicit-constructor)
    return text_;
  }

 private:
  std::optional<std::string> text_;
};

template <typename T>
struct ListElement {
  using type = T;
};
template <>
struct ListElement<std::string> {
  using type = StringElement;
};
template <>
struct ListElement<std::optional<std::string>> {
  using type = OptionalStringElement;
};

/// A range whose values convert to T; text is not a range of characters here.
template <typename Range, typename T>
concept ListSource = std::ranges::input_range<Range> && !std::same_as<std::remove_cvref_t<Range>, List<T>> &&
                     !std::same_as<std::remove_cvref_t<Range>, std::vector<T>> &&
                     std::constructible_from<T, std::ranges::range_reference_t<Range>> &&
                     !std::convertible_to<Range, std::string_view>;

}  // namespace detail

/// A list argument that may be absent: `{}` is "not given", `kili::List<T>::empty_list()` or an empty
/// container is "an empty list". Constructed from `{"a", "b"}`, a vector or any input range whose values
/// convert to T.
template <typename T>
class List {
 public:
  using value_type = T;

  /// Not given.
  List() noexcept = default;
  List(std::nullopt_t) noexcept {}  // NOLINT(google-explicit-constructor)
  List(std::initializer_list<typename detail::ListElement<T>::type> values)
      : values_(std::in_place, values.begin(), values.end()) {}
  List(std::vector<T> values) : values_(std::move(values)) {}  // NOLINT(google-explicit-constructor)
  template <detail::ListSource<T> Range>
  List(Range&& values) : values_(std::in_place) {  // NOLINT(google-explicit-constructor)
    for (auto&& value : values) values_->emplace_back(std::forward<decltype(value)>(value));
  }

  /// Given, with no element.
  [[nodiscard]] static List empty_list() { return List(std::vector<T>{}); }

  [[nodiscard]] bool has_value() const noexcept { return values_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  /// True when given and not empty.
  [[nodiscard]] bool has_elements() const noexcept { return values_ && !values_->empty(); }
  /// Number of elements; 0 when not given.
  [[nodiscard]] std::size_t size() const noexcept { return values_ ? values_->size() : 0; }
  /// The elements. Precondition: has_value().
  [[nodiscard]] const std::vector<T>& value() const& { return values_.value(); }
  [[nodiscard]] std::vector<T>&& value() && { return std::move(values_).value(); }
  [[nodiscard]] const std::vector<T>& operator*() const { return *values_; }
  [[nodiscard]] const std::vector<T>* operator->() const { return &*values_; }

  [[nodiscard]] friend bool operator==(const List& left, const List& right) {
    return left.values_ == right.values_;
  }

 private:
  std::optional<std::vector<T>> values_;
};

}  // namespace v0_1
}  // namespace kili
