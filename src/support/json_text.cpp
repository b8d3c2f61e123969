#include "support/json_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace kili::support {
namespace {

template <typename Value>
void append_spaced(std::string& out, const Value& value) {
  if (value.is_object()) {
    out += '{';
    const char* separator = "";
    for (const auto& [key, member] : value.items()) {
      out += separator;
      out += nlohmann::json(key).dump(-1, ' ', true);
      out += ": ";
      append_spaced(out, member);
      separator = ", ";
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    const char* separator = "";
    for (const auto& element : value) {
      out += separator;
      append_spaced(out, element);
      separator = ", ";
    }
    out += ']';
  } else if (value.is_number_float() && !std::isfinite(value.template get<double>())) {
    throw std::invalid_argument("NaN and infinite numbers do not exist in JSON");
  } else {
    out += value.dump(-1, ' ', true);
  }
}

void check_depth(std::string_view text) {
  if (is_nested_too_deep(text)) {
    throw std::length_error(fmt::format("JSON nested deeper than {} levels", max_json_depth));
  }
}

template <typename Value>
std::string spaced_ascii(const Value& value) {
  std::string out;
  try {
    append_spaced(out, value);
  } catch (const nlohmann::json::exception&) {
    throw std::invalid_argument("a text in it is not UTF-8");
  }
  return out;
}

}  // namespace

bool is_nested_too_deep(std::string_view text) noexcept {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    if (in_string) {
      if (character == '\\') {
        ++i;
      } else if (character == '"') {
        in_string = false;
      }
    } else if (character == '"') {
      in_string = true;
    } else if (character == '[' || character == '{') {
      if (++depth > max_json_depth) return true;
    } else if ((character == ']' || character == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

nlohmann::json parse_json(std::string_view text) {
  check_depth(text);
  return nlohmann::json::parse(text);
}

nlohmann::ordered_json parse_ordered_json(std::string_view text) {
  check_depth(text);
  return nlohmann::ordered_json::parse(text);
}

std::string spaced_ascii_json(const nlohmann::json& value) { return spaced_ascii(value); }
std::string spaced_ascii_json(const nlohmann::ordered_json& value) { return spaced_ascii(value); }
std::string spaced_ascii_json(const Json& value) {
  return value.ordered() != nullptr ? spaced_ascii(*value.ordered()) : spaced_ascii(value.get());
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    if (static_cast<unsigned char>(character) >= 0x20 && character != '"' && character != '\\') continue;
    out += text.substr(copied, i - copied);
    copied = i + 1;
    switch (character) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(character));
    }
  }
  out += text.substr(copied);
  out += '"';
}

}  // namespace kili::support
