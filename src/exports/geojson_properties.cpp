#include "exports/geojson_properties.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

using nlohmann::json;

const std::string& friendly_name(const JobInterface& job) {
  if (!job.export_name().empty()) return job.export_name();
  return job.instruction().empty() ? job.name() : job.instruction();
}

bool takes_several(const JobInterface& job) { return job.has_input() && job.input() == "checkbox"; }

/// The display names of the categories of an answer.
std::vector<std::string> class_names(const json& categories, const JobInterface& job) {
  std::vector<std::string> names;
  for (const auto& category : categories) {
    const std::string name = category.value("name", "");
    const CategoryInterface* known = job.find_category(name);
    names.push_back(known != nullptr && known->display_name ? *known->display_name : name);
  }
  return names;
}

std::string joined(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : prefix + "." + name;
}

class Flattener {
 public:
  explicit Flattener(const Ontology& ontology) : ontology_(ontology) {}

  void add_said(const json& said, const JobInterface& job) {
    const auto categories = said.find("categories");
    const std::vector<std::string> names =
        categories == said.end() ? std::vector<std::string>() : class_names(*categories, job);
    if (!names.empty()) {
      properties_["class"] = names.front();
      add_classes(*categories, names, job, "", true);
    }
    const auto children = said.find("children");
    if (children == said.end()) return;
    const CategoryInterface* first =
        names.empty() ? nullptr : job.find_category((*categories)[0].value("name", ""));
    for (const bool below_the_class : {true, false}) {
      json level = json::object();
      for (const auto& [name, answer] : children->items()) {
        const bool belongs =
            first != nullptr && std::ranges::find(first->child_jobs, name) != first->child_jobs.end();
        if (belongs == below_the_class) level[name] = answer;
      }
      add_answers(level,
                  below_the_class && first != nullptr ? joined(friendly_name(job), names.front()) : "");
    }
  }

  [[nodiscard]] json take() && { return std::move(properties_); }

 private:
  /// The classes as one property, or a list of them, and the answers below each class.
  void add_classes(const json& categories, const std::vector<std::string>& names, const JobInterface& job,
                   const std::string& prefix, bool below_all) {
    const std::string key = joined(prefix, friendly_name(job));
    properties_[key] = takes_several(job) ? json(names) : json(names.front());
    const std::size_t count = below_all || takes_several(job) ? names.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
      if (categories[i].contains("children")) add_answers(categories[i]["children"], joined(key, names[i]));
    }
  }

  void add_answers(const json& answers, const std::string& prefix) {
    if (!answers.is_object()) return;
    for (const auto& [name, answer] : answers.items()) {
      const JobInterface* job = ontology_.find(name);
      if (job == nullptr) continue;
      if (answer.contains("text")) {
        properties_[joined(prefix, friendly_name(*job))] = answer["text"];
      } else if (answer.contains("categories")) {
        const auto names = class_names(answer["categories"], *job);
        if (names.empty() && takes_several(*job))
          properties_[joined(prefix, friendly_name(*job))] = json::array();
        if (!names.empty()) add_classes(answer["categories"], names, *job, prefix, false);
      }
    }
  }

  const Ontology& ontology_;
  json properties_ = json::object();
};

}  // namespace

nlohmann::json flattened_properties(const json& said, const JobInterface& job, const Ontology& ontology) {
  Flattener flattener(ontology);
  flattener.add_said(said, job);
  return std::move(flattener).take();
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
