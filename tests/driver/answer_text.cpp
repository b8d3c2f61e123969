#include "answer_text.hpp"

#include <cmath>
#include <string_view>

#include "kili/json.hpp"

namespace kili::driver {
namespace {

using nlohmann::json;

void append(std::string& out, const json& value);

std::string plain(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

void append_members(std::string& out, const json& object) {
  const char* separator = "{";
  for (const auto& [name, member] : object.items()) {
    out += separator;
    out += plain(name);
    out += ':';
    append(out, member);
    separator = ",";
  }
  out += object.empty() ? "{}" : "}";
}

void append_elements(std::string& out, const json& array) {
  const char* separator = "[";
  for (const auto& element : array) {
    out += separator;
    append(out, element);
    separator = ",";
  }
  out += array.empty() ? "[]" : "]";
}

void append(std::string& out, const json& value) {
  if (value.is_object()) return append_members(out, value);
  if (value.is_array()) return append_elements(out, value);
  if (value.is_binary() && value.get_binary().has_subtype() &&
      value.get_binary().subtype() == wide_integer_subtype) {
    out.append(value.get_binary().begin(), value.get_binary().end());
    return;
  }
  const double number = value.is_number_float() ? value.get<double>() : 0.0;
  if (std::isnan(number)) {
    out += "NaN";
  } else if (std::isinf(number)) {
    out += number < 0 ? "-Infinity" : "Infinity";
  } else {
    out += plain(value);
  }
}

}  // namespace

std::string answer_text(const json& answer) {
  std::string text;
  append(text, answer);
  return text;
}

}  // namespace kili::driver
