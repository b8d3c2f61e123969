#include "graphql_server/error.hpp"

#include <algorithm>

namespace kili::sandbox::graphql {

SourceLocation locate(std::string_view source, ast::Offset offset) noexcept {
  SourceLocation location;
  const auto end = std::min<std::size_t>(offset, source.size());
  for (std::size_t i = 0; i < end; ++i) {
    const char character = source[i];
    const bool is_first_of_crlf = character == '\r' && i + 1 < source.size() && source[i + 1] == '\n';
    if (character == '\n' || (character == '\r' && !is_first_of_crlf)) {
      ++location.line;
      location.column = 1;
    } else if ((static_cast<unsigned char>(character) & 0xc0U) != 0x80U) {
      ++location.column;
    }
  }
  return location;
}

nlohmann::json to_json(const Error& error, std::string_view source, const char* code) {
  nlohmann::json result = {{"message", error.message}};
  if (!error.offsets.empty()) {
    auto& locations = result["locations"] = nlohmann::json::array();
    for (const auto offset : error.offsets) {
      const auto [line, column] = locate(source, offset);
      locations.push_back({{"line", line}, {"column", column}});
    }
  }
  if (!error.path.is_null()) result["path"] = error.path;
  result["extensions"] = error.extensions.is_null() ? nlohmann::json{{"code", code}} : error.extensions;
  return result;
}

}  // namespace kili::sandbox::graphql
