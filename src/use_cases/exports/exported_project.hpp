#pragma once

#include <string>
#include <string_view>

#include "kili/labels/ontology.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// What an export needs to know of its project.
struct ExportedProject {
  std::string description{};
  bool has_data_connections = false;  ///< Its media lie in the customer's own storage.
  bool has_pixel_labeling = false;    ///< Images of satellites are labeled in their own grid of pixels.
  std::string id{};
  Ontology ontology;
  std::string title{};
};

/// @throws NotFoundError when there is no such project.
[[nodiscard]] ExportedProject read_exported_project(const Resources& resources, std::string_view project_id,
                                                    const support::CallContext& context);

}  // namespace kili::use_cases
