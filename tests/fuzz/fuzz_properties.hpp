#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace kili::fuzz {

/// Ends the program with what went wrong, in a way that libFuzzer and the replay take for a finding.
[[noreturn]] void fail_property(std::string_view what);

/// A property of a parser, checked.
inline void require(bool holds, std::string_view what) {
  if (!holds) fail_property(what);
}

/// Calls a parser that may throw `Allowed` and nothing else; what else it throws ends the program as the
/// program's user would see it. @return whether it did not throw.
template <typename Allowed, typename Function>
bool parses(const Function& function) {
  try {
    function();
    return true;
  } catch (const Allowed&) {
    return false;
  }
}

/// Takes a text apart up to a separator: the part before it is returned, `rest` becomes the part behind.
[[nodiscard]] inline std::string_view take_until(std::string_view& rest, std::string_view separator) {
  const auto at = rest.find(separator);
  const auto part = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + separator.size());
  return part;
}

}  // namespace kili::fuzz
