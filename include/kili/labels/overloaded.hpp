#pragma once

/// @file
/// A visitor made of lambdas.

namespace kili {
inline namespace v0_1 {

/// `overloaded{[](const A&) {...}, [](const auto&) {...}}` is a visitor with these overloads.
template <typename... Functions>
struct overloaded : Functions... {  // NOLINT(readability-identifier-naming): used like a function
  using Functions::operator()...;
};
template <typename... Functions>
overloaded(Functions...) -> overloaded<Functions...>;

}  // namespace v0_1
}  // namespace kili
