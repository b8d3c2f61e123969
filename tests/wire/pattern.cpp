#include "pattern.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

namespace kili::wire {
namespace {

using nlohmann::json;

constexpr std::size_t longest_shown = 300;

std::string show(const json& value) {
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > longest_shown) text = text.substr(0, longest_shown) + "...";
  return text;
}

bool is_value_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

/// Without what the service made up: a signature and the id of a stored file.
std::string without_volatile_parts(std::string text) {
  for (const std::string_view name : {"signature=", "?id=", "&id="}) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
      at += name.size();
      auto end = at;
      while (end < text.size() && is_value_character(text[end])) ++end;
      if (end > at) text.replace(at, end - at, "*");
    }
  }
  return text;
}

/// The placeholder at the beginning of the text, such as `<cuid:12>`, or nothing.
std::string_view leading_placeholder(std::string_view text) {
  if (text.empty() || text.front() != '<') return {};
  const auto end = text.find('>');
  if (end == std::string_view::npos) return {};
  const auto name = text.substr(1, end - 1);
  const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == ':' || c == '-' || c == '.';
  });
  return is_name ? text.substr(0, end + 1) : std::string_view();
}

bool match_text(std::string_view recorded, std::string_view actual, Bindings& bindings) {
  while (!recorded.empty()) {
    const auto placeholder = leading_placeholder(recorded);
    if (placeholder.empty()) {
      if (actual.empty() || actual.front() != recorded.front()) return false;
      recorded.remove_prefix(1);
      actual.remove_prefix(1);
      continue;
    }
    recorded.remove_prefix(placeholder.size());
    auto bound = bindings.find(placeholder);
    if (bound == bindings.end()) {
      const auto end = std::find_if_not(actual.begin(), actual.end(), is_value_character);
      const std::string value(actual.begin(), end);
      if (value.empty()) return false;
      bound = bindings.emplace(placeholder, value).first;
    }
    if (!actual.starts_with(bound->second)) return false;
    actual.remove_prefix(bound->second.size());
  }
  return actual.empty();
}

std::optional<std::string> compare(const json& recorded, const json& actual, Bindings& bindings,
                                   const std::string& place);

std::optional<std::string> compare_objects(const json& recorded, const json& actual, Bindings& bindings,
                                           const std::string& place) {
  for (const auto& [key, value] : recorded.items()) {
    const auto found = actual.find(key);
    if (found == actual.end()) {
      return fmt::format("{}: '{}' is missing (recorded {})", place, key, show(value));
    }
    if (auto differs = compare(value, *found, bindings, place + "." + key)) return differs;
  }
  for (const auto& [key, value] : actual.items()) {
    if (!recorded.contains(key)) return fmt::format("{}: '{}' is too much: {}", place, key, show(value));
  }
  return std::nullopt;
}

std::optional<std::string> compare(const json& recorded, const json& actual, Bindings& bindings,
                                   const std::string& place) {
  const auto differ = [&] {
    return fmt::format("{}: recorded {}, actual {}", place, show(recorded), show(actual));
  };
  if (recorded.is_number() && actual.is_number()) {
    return std::abs(recorded.get<double>() - actual.get<double>()) <= 1e-9 ? std::nullopt
                                                                           : std::optional(differ());
  }
  if (recorded.type() != actual.type()) return differ();
  if (recorded.is_string()) {
    const auto left = without_volatile_parts(recorded.get<std::string>());
    const auto right = without_volatile_parts(actual.get<std::string>());
    return match_text(left, right, bindings) ? std::nullopt : std::optional(differ());
  }
  if (recorded.is_object()) return compare_objects(recorded, actual, bindings, place);
  if (!recorded.is_array()) return recorded == actual ? std::nullopt : std::optional(differ());
  if (recorded.size() != actual.size()) {
    return fmt::format("{}: recorded {} elements, actual {}: {}", place, recorded.size(), actual.size(),
                       show(actual));
  }
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    if (auto differs = compare(recorded[i], actual[i], bindings, fmt::format("{}[{}]", place, i)))
      return differs;
  }
  return std::nullopt;
}

template <typename Json>
Json filled(const Json& document, const Bindings& bindings) {
  if (document.is_string()) {
    std::string out;
    const auto& text = document.template get_ref<const std::string&>();
    for (std::string_view rest = text; !rest.empty();) {
      const auto placeholder = leading_placeholder(rest);
      const auto bound = bindings.find(placeholder);
      if (placeholder.empty() || bound == bindings.end()) {
        out += rest.front();
        rest.remove_prefix(1);
      } else {
        out += bound->second;
        rest.remove_prefix(placeholder.size());
      }
    }
    return out;
  }
  Json result = document;
  if (document.is_structured()) {
    for (auto& element : result) element = filled(element, bindings);
  }
  return result;
}

}  // namespace

json fill(const json& document, const Bindings& bindings) { return filled(document, bindings); }
nlohmann::ordered_json fill(const nlohmann::ordered_json& document, const Bindings& bindings) {
  return filled(document, bindings);
}

std::optional<std::string> difference(const json& recorded, const json& actual, Bindings& bindings) {
  Bindings tentative = bindings;
  auto differs = compare(recorded, actual, tentative, "");
  if (!differs) bindings = std::move(tentative);
  return differs;
}

}  // namespace kili::wire
