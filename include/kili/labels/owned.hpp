#pragma once

/// @file
/// Owning pointer for parts of labels.

#include <memory>
#include <utility>

namespace kili {
inline namespace v0_1 {
namespace detail {

/// A pointer that owns what it points to and copies it when it is copied. A moved-from one is null.
template <typename T>
class Owned {
 public:
  Owned() noexcept = default;
  // NOLINTNEXTLINE(google-explicit-constructor): as std::unique_ptr converts
  Owned(std::unique_ptr<T> value) noexcept : value_(std::move(value)) {}
  Owned(const Owned& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Owned(Owned&&) noexcept = default;
  Owned& operator=(const Owned& other) {
    if (this != &other) value_ = other.value_ ? std::make_unique<T>(*other.value_) : nullptr;
    return *this;
  }
  Owned& operator=(Owned&&) noexcept = default;
  ~Owned() = default;

  [[nodiscard]] T* get() const noexcept { return value_.get(); }
  [[nodiscard]] T& operator*() const noexcept { return *value_; }
  [[nodiscard]] T* operator->() const noexcept { return value_.get(); }
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(value_); }
  void reset() noexcept { value_.reset(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
