#include <stdexcept>
#include <string_view>

#include "kili/labels/errors.hpp"
#include "parsed_labels/read_label.hpp"
#include "parsed_labels/reading.hpp"
#include "parsed_labels/text_document.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

std::unique_ptr<ParsedJobs> read_answers(std::string_view json_response,
                                         const detail::OntologyData& ontology) {
  try {
    const TextDocument document(json_response);
    if (document.repeats_names()) return read_answers(support::parse_json(json_response), ontology);
    return LabelReader<TextSource>::read_answers(TextSource(document), ontology, LabelPath());
  } catch (const std::invalid_argument& error) {
    throw MalformedLabelError({}, error.what(), "JSONDecodeError");
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
