#pragma once

/// @file
/// Code that pages show.

#include <string>
#include <vector>

namespace kili::test {

/// Stands in shown code for what a program does with its values.
template <typename... Values>
void use(const Values&...) {}

/// The same code, however its lines are broken.
inline std::string without_spaces(std::string text) {
  std::erase_if(text, [](char letter) { return letter == ' ' || letter == '\n'; });
  return text;
}

/// The blocks of C++ of a page.
inline std::vector<std::string> code_blocks(const std::string& page) {
  const std::string begin_of_code = "```cpp\n";
  std::vector<std::string> blocks;
  for (auto at = page.find(begin_of_code); at != std::string::npos; at = page.find(begin_of_code, at)) {
    at += begin_of_code.size();
    const auto end = page.find("```", at);
    if (end == std::string::npos) break;
    blocks.push_back(page.substr(at, end - at));
    at = end;
  }
  return blocks;
}

}  // namespace kili::test
