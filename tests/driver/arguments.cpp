#include "arguments.hpp"

#include <utility>

namespace kili::driver {

Arguments::Arguments(nlohmann::ordered_json values) : values_(std::move(values)) {}

const nlohmann::ordered_json* Arguments::find(const char* name) {
  read_.insert(name);
  const auto found = values_.find(name);
  return found == values_.end() || found->is_null() ? nullptr : &*found;
}

std::string Arguments::required_text(const char* name) {
  auto given = text(name);
  if (!given) throw MissingArgumentError(std::string("") + name + " is missing");
  return *std::move(given);
}

std::optional<std::string> Arguments::text(const char* name) {
  const auto* given = find(name);
  return given ? std::optional(given->get<std::string>()) : std::nullopt;
}
std::optional<bool> Arguments::flag(const char* name) {
  const auto* given = find(name);
  return given ? std::optional(given->get<bool>()) : std::nullopt;
}
std::optional<double> Arguments::number(const char* name) {
  const auto* given = find(name);
  return given ? std::optional(given->get<double>()) : std::nullopt;
}
std::optional<std::int32_t> Arguments::integer(const char* name) {
  const auto* value = find(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_number_integer()) throw ValidationError(std::string(name) + " is not a whole number");
  return value->get<std::int32_t>();
}

std::optional<std::size_t> Arguments::count(const char* name) {
  const auto* given = find(name);
  if (given == nullptr) return std::nullopt;
  if (!given->is_number_unsigned())
    throw ValidationError(std::string("") + name + " is not a number from 0 on");
  return given->get<std::size_t>();
}
List<std::string> Arguments::texts(const char* name) {
  const auto* given = find(name);
  return given ? List<std::string>(given->get<std::vector<std::string>>()) : List<std::string>();
}
List<Content> Arguments::contents(const char* name) {
  const auto* given = find(name);
  if (given == nullptr) return {};
  std::vector<Content> result;
  for (const auto& element : given->get_ref<const nlohmann::ordered_json::array_t&>())
    result.emplace_back(Json(element));
  return result;
}
List<bool> Arguments::flags(const char* name) {
  const auto* given = find(name);
  return given ? List<bool>(given->get<std::vector<bool>>()) : List<bool>();
}
List<Json> Arguments::values(const char* name) {
  const auto* given = find(name);
  if (given == nullptr) return {};
  std::vector<Json> result;
  for (const auto& element : given->get_ref<const nlohmann::ordered_json::array_t&>())
    result.emplace_back(element);
  return result;
}
Json Arguments::value(const char* name) {
  const auto* given = find(name);
  return given ? Json(*given) : Json();
}

void Arguments::check_all_known() const {
  for (const auto& [name, value] : values_.items()) {
    if (!read_.contains(name) && !value.is_null()) {
      throw ValidationError(std::string("the method has no argument '") + name + "'");
    }
  }
}

}  // namespace kili::driver
