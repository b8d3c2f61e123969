#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "error_messages.hpp"
#include "kili/kili.hpp"

namespace kili::test {

/// Beginning of contents for a project of that type, for numbered(): texts, or URLs with a fitting extension.
[[nodiscard]] inline std::string source_of(std::string_view input_type) {
  if (input_type == "TEXT") return "text ";
  return input_type == "VIDEO" ? "https://example.com/v.mp4?" : "https://example.com/i.jpg?";
}

/// "<prefix>0", "<prefix>1", ...
[[nodiscard]] inline std::vector<std::string> numbered(const std::string& prefix, std::size_t count) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back(prefix + std::to_string(i));
  return texts;
}

/// The message of the error that an import of these arguments into project "p" ends with.
template <typename Expected>
[[nodiscard]] std::string message_of(const Client& client, const AppendManyToDataset& arguments) {
  return message_of<Expected>([&] { client.append_many_to_dataset("p", arguments); });
}

}  // namespace kili::test
