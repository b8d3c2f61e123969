#include "support/json_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "support/text.hpp"

namespace kili::support {
namespace {

constexpr std::string_view no_number = "NaN and infinite numbers do not exist in JSON";
constexpr std::string_view no_text = "a text in it is not UTF-8";

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
    throw std::invalid_argument(std::string(no_number));
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
    throw std::invalid_argument(std::string(no_text));
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

std::size_t ascii_string_size(std::string_view text) noexcept {
  constexpr std::size_t escaped = 6;  // \u and four digits
  std::size_t size = 2;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte >= 0xf0) {
      size += 2 * escaped;  // a pair of surrogates
    } else if (byte >= 0xc0) {
      size += escaped;
    } else if (byte >= 0x80) {
      continue;  // belongs to the character before
    } else if (std::string_view("\"\\\b\f\n\r\t").find(character) != std::string_view::npos) {
      size += 2;
    } else {
      size += byte < 0x20 ? escaped : 1;
    }
  }
  return size;
}

std::size_t spaced_ascii_size(const nlohmann::json& value) {
  if (value.is_string()) return ascii_string_size(value.get_ref<const std::string&>());
  if (!value.is_structured()) return value.dump().size();
  constexpr std::size_t separator = 2;
  std::size_t size = value.empty() ? 2 : 2 + separator * (value.size() - 1);  // brackets, ", " between
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      size += ascii_string_size(key) + separator + spaced_ascii_size(member);
    }
  } else {
    for (const auto& element : value) size += spaced_ascii_size(element);
  }
  return size;
}

void check_writable_json(const nlohmann::json& value) {
  const auto check_text = [](const std::string& text) {
    if (!is_valid_utf8(text)) throw std::invalid_argument(std::string(no_text));
  };
  if (value.is_string()) check_text(value.get_ref<const std::string&>());
  if (value.is_number_float() && !std::isfinite(value.get<double>())) {
    throw std::invalid_argument(std::string(no_number));
  }
  if (!value.is_structured()) return;
  for (const auto& [key, member] : value.items()) {
    if (value.is_object()) check_text(key);
    check_writable_json(member);
  }
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
