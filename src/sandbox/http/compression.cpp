#include "sandbox/http/compression.hpp"

#include <cstddef>

namespace kili::sandbox {

bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    std::string_view entry = accept_encoding.substr(0, comma);
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    const std::size_t parameters = entry.find(';');
    std::string_view name = entry.substr(0, parameters);
    while (name.ends_with(' ')) name.remove_suffix(1);
    const std::string_view quality = parameters == std::string_view::npos ? "" : entry.substr(parameters + 1);
    const bool refused = quality.find("q=0") != std::string_view::npos &&
                         quality.find_first_of("123456789") == std::string_view::npos;
    if (name == "gzip" || name == "*") return !refused;
    accept_encoding =
        comma == std::string_view::npos ? std::string_view{} : accept_encoding.substr(comma + 1);
  }
  return false;
}

}  // namespace kili::sandbox
