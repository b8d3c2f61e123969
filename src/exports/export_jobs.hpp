#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/labels/ontology.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The jobs of these names, or all suitable ones, in the order of the interface.
/// @throws ValidationError naming the format: a job does not exist or is not suitable, or none is suitable.
[[nodiscard]] std::vector<const JobInterface*> jobs_to_export(
    const Ontology& ontology, const List<std::string>& names,
    const std::function<bool(const JobInterface&)>& is_suited, std::string_view format);
/// @throws ValidationError the project has neither images nor videos.
void check_has_images(const Ontology& ontology, std::string_view format);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
