#include "python_arguments.hpp"

#include <algorithm>

#include "python_objects.hpp"

namespace kili::label_cases {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const json& value, const char* wanted) {
  throw PythonError("TypeCheckError", value.dump() + " is not " + wanted);
}

}  // namespace

std::string to_text(const json& value) {
  if (!value.is_string()) refuse(value, "a text");
  return value.get<std::string>();
}

double to_number(const json& value) {
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  if (!value.is_number()) refuse(value, "a number");
  return value.get<double>();
}

std::int64_t to_integer(const json& value) {
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  if (!value.is_number_integer()) refuse(value, "an integer");
  return value.get<std::int64_t>();
}

const json& to_dictionary(const json& value) {
  if (!value.is_object()) refuse(value, "a dictionary");
  return value;
}

Point to_point(const json& value) {
  if (!value.is_object() || !value.contains("x") || !value.contains("y")) refuse(value, "a vertex");
  return {.x = to_number(value["x"]), .y = to_number(value["y"])};
}

std::vector<Point> to_points(const json& value) {
  if (!value.is_array()) refuse(value, "a list of vertices");
  std::vector<Point> points;
  for (const auto& element : value) points.push_back(to_point(element));
  return points;
}

std::vector<std::string> to_mids(const json& value) {
  if (!value.is_array()) refuse(value, "a list of mids");
  std::vector<std::string> mids;
  for (const auto& element : value) {
    if (!element.is_object() || !element.contains("mid")) refuse(element, "a dictionary with a mid");
    mids.push_back(to_text(element["mid"]));
  }
  return mids;
}

Parameters::Parameters(const PathArguments& given, std::initializer_list<const char*> names)
    : values_(names.size()) {
  if (given.positional.size() > names.size()) throw PythonError("TypeError", "too many arguments");
  std::copy(given.positional.begin(), given.positional.end(), values_.begin());
  for (const auto& [name, value] : given.named) {
    const auto* found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw PythonError("TypeError", "there is no argument " + name);
    auto& target = values_[static_cast<std::size_t>(found - names.begin())];
    if (target) throw PythonError("TypeError", "the argument " + name + " is given twice");
    target = value;
  }
}

const json& Parameters::required(std::size_t index) const {
  if (!values_[index]) throw PythonError("TypeError", "an argument is missing");
  return *values_[index];
}

const json* Parameters::optional(std::size_t index) const {
  return values_[index] && !values_[index]->is_null() ? &*values_[index] : nullptr;
}

std::optional<double> Parameters::optional_number(std::size_t index) const {
  const json* value = optional(index);
  return value == nullptr ? std::nullopt : std::optional(to_number(*value));
}

}  // namespace kili::label_cases
