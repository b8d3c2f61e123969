#pragma once

// The tests are written for the one header of Catch2 2. With Catch2 3 this one stands for it.

#include <catch2/catch_all.hpp>
#include <string>

namespace Catch {

using Matchers::EndsWith;
using Matchers::Equals;
using Matchers::Message;
using Matchers::Predicate;
using Matchers::StartsWith;
using Matchers::VectorContains;

namespace Matchers {

/// That a text contains another: in Catch2 3 this name is left to ranges.
inline auto Contains(const std::string& text, CaseSensitive case_sensitivity = CaseSensitive::Yes) {
  return ContainsSubstring(text, case_sensitivity);
}
inline auto Contains(std::string& text) { return ContainsSubstring(text); }
inline auto Contains(std::string&& text) { return ContainsSubstring(text); }
inline auto Contains(const char* text) { return ContainsSubstring(text); }

}  // namespace Matchers

using Matchers::Contains;

}  // namespace Catch

using Catch::Approx;
