#include "use_cases/labels/writing/ontology_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "kili/labels/check_label.hpp"
#include "kili/labels/errors.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {

std::optional<Ontology> ontology_to_check(const Resources& resources, const std::string& project_id,
                                          const support::CallContext& context) {
  try {
    return resources.api->projects.ontology(project_id, context);
  } catch (const OntologyError& error) {
    resources.log.debug(fmt::format("labels are not checked against the interface: {}", error.what()));
    return std::nullopt;
  }
}

void check_answers(const LabelResponse& response, const Ontology& ontology, const std::string& label) {
  const nlohmann::json& value = response.json().get();
  if (!response.is_text() && !value.is_object()) return;
  const auto findings =
      response.is_text() ? check_label_text(response.text(), ontology) : check_label(value, ontology);
  const auto found = std::find_if(findings.begin(), findings.end(), [](const LabelFinding& finding) {
    return finding.kind == LabelFindingKind::error;
  });
  if (found == findings.end()) return;
  const std::string job =
      found->job.empty() ? std::string() : fmt::format(", job {}", support::shown_text(found->job));
  throw ValidationError(fmt::format("{}{}: {} (at {}); check_ontology = false sends it all the same", label,
                                    job, found->message,
                                    found->path.empty() ? "the whole label" : found->path));
}

}  // namespace kili::use_cases
