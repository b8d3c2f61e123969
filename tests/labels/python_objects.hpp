#pragma once

#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/labels/parsed_label.hpp"
#include "python_path.hpp"

namespace kili::label_cases {

/// What Python would raise where the C++ API does not get a say: unknown names, arguments of another type.
class PythonError : public std::runtime_error {
 public:
  PythonError(std::string type, const std::string& message)
      : std::runtime_error(message), type_(std::move(type)) {}
  [[nodiscard]] const std::string& type() const noexcept { return type_; }

 private:
  std::string type_;
};

struct Method;

/// What a step of a path arrives at: an object of the C++ API, a method of one, or a plain value.
using Object = std::variant<nlohmann::json, ParsedLabel*, ParsedJobs*, ParsedJob*, CategoryList*, Category*,
                            AnnotationList*, Annotation*, std::span<PosePoint>, PosePoint*, BoundingPolyList*,
                            BoundingPoly*, Method>;

struct Method {
  std::string name;
  std::function<Object(const PathArguments&)> call;
};

/// The object's attribute of that Python name, read through the C++ API.
[[nodiscard]] Object attribute(const Object& object, const std::string& name);
/// Sets the attribute through the C++ API.
void set_attribute(const Object& object, const std::string& name, const nlohmann::json& value);
[[nodiscard]] Object element(const Object& object, const nlohmann::json& index);
void set_element(const Object& object, const nlohmann::json& index, const nlohmann::json& value);
[[nodiscard]] std::size_t length(const Object& object);
/// The plain value of the object.
[[nodiscard]] nlohmann::json to_json(const Object& object);

/// Follows a path from the label.
[[nodiscard]] nlohmann::json evaluate(ParsedLabel& label, const Path& path);
/// Makes the change that the statement asks for.
void execute(ParsedLabel& label, const Statement& statement);

}  // namespace kili::label_cases
