#include "parsed_labels/label_findings.hpp"

#include "parsed_labels/ontology_data.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// The names, separated by commas.
template <typename Range, typename Name>
std::string all_of(const Range& range, Name name) {
  std::vector<std::string_view> names;
  names.reserve(range.size());
  for (const auto& element : range) names.push_back(name(element));
  return names.empty() ? "none" : support::shown_list(names);
}

}  // namespace

std::string no_such_job(std::string_view name, const detail::OntologyData& ontology) {
  const auto name_of = [](const JobInterface& job) { return std::string_view(job.name()); };
  std::string question = support::did_you_mean(name, ontology.jobs, name_of);
  if (question.empty()) question = fmt::format("; it has {}", all_of(ontology.jobs, name_of));
  return fmt::format("the ontology has no job '{}'{}", support::shown_text(name), question);
}

std::string no_such_category(std::string_view name, const JobInterface& job) {
  const auto name_of = [](const CategoryInterface& category) { return std::string_view(category.name); };
  const auto offered = job.categories();
  std::string question = support::did_you_mean(name, offered, name_of);
  if (question.empty()) question = fmt::format("; it has {}", all_of(offered, name_of));
  return fmt::format("category '{}' is not in the ontology of job '{}'{}", support::shown_text(name),
                     support::shown_text(job.name()), question);
}

std::string no_such_tool(std::string_view word, const JobInterface& job) {
  const auto name_of = [](const std::string& tool) { return std::string_view(tool); };
  return fmt::format("job '{}' does not have the tool '{}'; it has {}", support::shown_text(job.name()),
                     support::shown_text(word), all_of(job.tools(), name_of));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
