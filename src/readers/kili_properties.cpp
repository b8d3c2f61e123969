#include "readers/kili_properties.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

using nlohmann::json;

std::string answer_classes(AnswersBuilder& answers, const std::string& job, const json& categories,
                           FileLosses& losses, std::string_view place) {
  std::size_t added = 0;
  std::string problem = "it has no classes";
  for (const json& category : categories) {
    try {
      const auto builder =
          answers.add_category(job, support::text_or_empty(category, "name"),
                               {.confidence = confidence_in(category, "confidence", losses, place)});
      ++added;
      const json* children = support::find_member(category, "children");
      if (children != nullptr && !children->empty())
        answer_children(builder.children(), *children, losses, place);
    } catch (const Error& error) {
      problem = error.what();
      if (categories.size() > 1) losses.add(place, problem);
    }
  }
  return added == 0 ? problem : "";
}

}  // namespace

std::optional<Confidence> confidence_in(const json& object, const char* member, FileLosses& losses,
                                        std::string_view place) {
  const json* found = support::find_member(object, member);
  if (found == nullptr) return std::nullopt;
  const double percent = found->is_number() ? found->get<double>() : -1;
  if (percent >= 0 && percent <= 100 && std::floor(percent) == percent)
    return Confidence(static_cast<int>(percent));
  losses.add(place, fmt::format(
                        "its {} {} is left out: it is not a whole number from 0 to 100", member,
                        support::shown_text(found->dump(-1, ' ', true, json::error_handler_t::replace), 50)));
  return std::nullopt;
}

std::string answer_job(AnswersBuilder answers, const std::string& job, const json& answer, FileLosses& losses,
                       std::string_view place) {
  const json* categories = support::find_member(answer, "categories");
  if (categories != nullptr && categories->is_array())
    return answer_classes(answers, job, *categories, losses, place);
  const std::string* text = support::find_text(answer, "text");
  if (text == nullptr) return "it answers with neither classes nor a text";
  try {
    answers.set_text(job, *text);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

void answer_children(const AnswersBuilder& answers, const json& children, FileLosses& losses,
                     std::string_view place) {
  if (!children.is_object()) {
    losses.add(place, "its children are not answers by job");
    return;
  }
  for (const auto& [job, answer] : children.items()) {
    if (answer.is_object() && answer.empty()) continue;
    const std::string problem = answer_job(answers, job, answer, losses, place);
    if (problem.empty()) continue;
    losses.add(place, fmt::format("the answer to '{}' below it is left out: {}",
                                  support::shown_text(job, 100), problem));
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
