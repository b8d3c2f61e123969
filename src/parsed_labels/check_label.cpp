#include "kili/labels/check_label.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "parsed_labels/label_checker.hpp"
#include "parsed_labels/text_document.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {

std::vector<LabelFinding> check_label(const nlohmann::json& json_response, const Ontology& ontology,
                                      std::size_t most) {
  labels::LabelFindings findings(most);
  labels::LabelChecker<labels::JsonSource>(detail::LabelAccess::data(ontology), findings)
      .check(labels::JsonSource(json_response));
  return findings.take();
}

std::vector<LabelFinding> check_label_text(std::string_view json_response, const Ontology& ontology,
                                           std::size_t most) {
  labels::LabelFindings findings(most);
  try {
    const labels::TextDocument document(json_response);
    if (document.repeats_names()) return check_label(support::parse_json(json_response), ontology, most);
    labels::LabelChecker<labels::TextSource>(detail::LabelAccess::data(ontology), findings)
        .check(labels::TextSource(document));
  } catch (const std::invalid_argument& error) {
    findings.error(labels::LabelPath(), std::string("the label is not JSON text: ") + error.what());
  }
  return findings.take();
}

}  // namespace v0_1
}  // namespace kili
