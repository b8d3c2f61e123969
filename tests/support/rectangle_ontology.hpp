#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/labels/ontology.hpp"

namespace kili::test {

/// An interface with one job, JOB, that draws rectangles of these classes.
[[nodiscard]] inline Ontology rectangle_ontology(const std::vector<std::string>& classes = {"A"},
                                                 InputType type = InputType::image) {
  using nlohmann::json;
  json categories = json::object();
  for (const auto& name : classes) categories[name] = {{"name", name}, {"children", json::array()}};
  return Ontology(json{{"jobs",
                        {{"JOB",
                          {{"mlTask", "OBJECT_DETECTION"},
                           {"required", 0},
                           {"isChild", false},
                           {"tools", {"rectangle"}},
                           {"content", {{"input", "radio"}, {"categories", categories}}}}}}}},
                  type);
}

}  // namespace kili::test
