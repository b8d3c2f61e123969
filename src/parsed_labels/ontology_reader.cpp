#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/errors.hpp"
#include "parsed_labels/ml_task.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

[[noreturn]] void refuse(const std::string& job_name, const std::string& message, std::string_view type) {
  throw OntologyError({.job = job_name, .place = job_name}, message, type);
}

/// Whether Python treats the value as true.
template <typename Value>
bool is_truthy(const Value& value) {
  if (value.is_boolean()) return value.template get<bool>();
  if (value.is_number()) return value.template get<double>() != 0;
  return !value.empty() && !(value.is_string() && value.template get_ref<const std::string&>().empty());
}

template <typename Value>
std::string text_or_empty(const Value& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->template get<std::string>() : std::string();
}

/// The points of poses of a class; what is no point is left out.
template <typename Value>
std::vector<PosePointInterface> points_of(const Value& category) {
  std::vector<PosePointInterface> points;
  const auto found = category.find("points");
  if (found == category.end() || !found->is_array()) return points;
  for (const auto& point : *found) {
    if (!point.is_object()) continue;
    std::string code = text_or_empty(point, "code");
    if (code.empty()) continue;
    const auto mandatory = point.find("mandatory");
    points.push_back({.code = std::move(code),
                      .is_mandatory = mandatory != point.end() && is_truthy(*mandatory),
                      .name = text_or_empty(point, "name")});
  }
  return points;
}

template <typename Value>
std::vector<std::string> texts_of(const Value& array) {
  std::vector<std::string> texts;
  for (const auto& element : array) {
    if (element.is_string()) texts.push_back(element.template get<std::string>());
  }
  return texts;
}

}  // namespace

/// Reads an interface from any JSON type; what a job lacks is refused when it is asked for.
class detail::OntologyReader {
 public:
  template <typename Value>
  static std::shared_ptr<const OntologyData> read(const Value& json_interface, InputType input_type) {
    if (!json_interface.is_object()) refuse("", "the interface is not an object", "TypeError");
    const auto jobs = json_interface.find("jobs");
    if (jobs == json_interface.end()) refuse("", "the interface has no \"jobs\"", "KeyError");
    if (!jobs->is_object()) refuse("", "\"jobs\" of the interface is not an object", "AttributeError");

    auto data = std::make_shared<OntologyData>();
    data->input_type = input_type;
    data->jobs.reserve(jobs->size());  // jobs point to each other
    for (const auto& [name, job] : jobs->items()) {
      data->jobs.push_back(read_job(name, job));
      data->jobs.back().input_type_ = input_type;
      data->jobs.back().ontology_ = data.get();
    }
    index_jobs(*data);
    for (auto& job : data->jobs) find_child_jobs(job, *jobs->find(job.name_), *data, 0);
    return data;
  }

 private:
  template <typename Value>
  static JobInterface read_job(const std::string& name, const Value& json) {
    if (!json.is_object()) refuse(name, "the interface of the job is not an object", "TypeError");
    JobInterface job;
    job.name_ = name;
    const auto task = json.find("mlTask");
    if (task == json.end() || !task->is_string()) {
      refuse(name, "the interface has no \"mlTask\" for this job", "KeyError");
    }
    job.ml_task_word_ = task->template get<std::string>();
    job.ml_task_ = labels::ml_task_of(job.ml_task_word_);
    const auto is_child = json.find("isChild");
    if (is_child == json.end()) refuse(name, "the interface has no \"isChild\" for this job", "KeyError");
    job.is_child_ = is_truthy(*is_child);
    if (const auto required = json.find("required"); required != json.end()) {
      job.required_ = is_truthy(*required);
    }
    if (const auto tools = json.find("tools"); tools != json.end() && tools->is_array()) {
      job.has_tools_ = true;
      job.tools_ = texts_of(*tools);
    }
    job.instruction_ = text_or_empty(json, "instruction");
    job.export_name_ = text_or_empty(json, "exportName");
    if (const auto content = json.find("content"); content != json.end() && content->is_object()) {
      read_content(job, *content);
    }
    return job;
  }

  template <typename Value>
  static void read_content(JobInterface& job, const Value& content) {
    if (const auto input = content.find("input"); input != content.end()) {
      job.input_ = input->is_string() ? input->template get<std::string>() : std::string();
    }
    const auto categories = content.find("categories");
    if (categories == content.end() || !categories->is_object()) return;
    job.has_categories_ = true;
    for (const auto& [name, json] : categories->items()) {
      CategoryInterface category{.name = name};
      if (json.is_object()) {
        if (const auto display = json.find("name"); display != json.end() && display->is_string()) {
          category.display_name = display->template get<std::string>();
        }
        if (const auto children = json.find("children"); children != json.end() && children->is_array()) {
          category.child_jobs = texts_of(*children);
        }
        category.points = points_of(json);
      }
      job.categories_by_name_.push_back(static_cast<std::uint32_t>(job.categories_.size()));
      job.categories_.push_back(std::move(category));
    }
    std::sort(job.categories_by_name_.begin(), job.categories_by_name_.end(),
              [&job](std::uint32_t left, std::uint32_t right) {
                return job.categories_[left].name < job.categories_[right].name;
              });
  }

  static void index_jobs(OntologyData& data) {
    for (const auto& job : data.jobs) {
      data.by_name.push_back(&job);
      data.empty_lists.emplace_back(job);
      if (!job.is_child_) data.root_jobs.push_back(&job);
    }
    std::sort(
        data.by_name.begin(), data.by_name.end(),
        [](const JobInterface* left, const JobInterface* right) { return left->name() < right->name(); });
  }

  /// Looks for "children" lists anywhere in the interface of a job, in objects and in the points of poses.
  template <typename Value>
  static void find_child_jobs(JobInterface& job, const Value& object, const OntologyData& data,
                              std::size_t depth) {
    if (depth > support::max_json_depth)
      refuse(job.name_, "the interface is nested too deep", "RecursionError");
    for (const auto& [key, value] : object.items()) {
      if (key == "children" && value.is_array()) {
        add_child_jobs(job, value, data);
      } else if (value.is_object()) {
        find_child_jobs(job, value, data, depth + 1);
      } else if (key == "points" && value.is_array()) {
        for (const auto& point : value) {
          if (point.is_object()) find_child_jobs(job, point, data, depth + 1);
        }
      }
    }
  }

  /// A list that names something else than child jobs is another list; Python leaves it out as a whole.
  template <typename Value>
  static void add_child_jobs(JobInterface& job, const Value& names, const OntologyData& data) {
    std::vector<const JobInterface*> found;
    for (const auto& name : names) {
      const JobInterface* child =
          name.is_string() ? data.find(name.template get_ref<const std::string&>()) : nullptr;
      if (child == nullptr || !child->is_child()) return;
      found.push_back(child);
    }
    for (const auto* child : found) {
      if (std::find(job.child_jobs_.begin(), job.child_jobs_.end(), child) == job.child_jobs_.end()) {
        job.child_jobs_.push_back(child);
      }
    }
  }
};

Ontology::Ontology(const nlohmann::ordered_json& json_interface, InputType input_type)
    : data_(detail::OntologyReader::read(json_interface, input_type)) {}
Ontology::Ontology(const nlohmann::json& json_interface, InputType input_type)
    : data_(detail::OntologyReader::read(json_interface, input_type)) {}

Ontology Ontology::parse(std::string_view json_interface_text, InputType input_type) {
  nlohmann::ordered_json json_interface;
  try {
    json_interface = support::parse_ordered_json(json_interface_text);
  } catch (const std::exception& error) {
    throw OntologyError({},
                        fmt::format("the interface is not JSON text: {}", support::shown_text(error.what())),
                        "ValueError");
  }
  return {json_interface, input_type};
}

}  // namespace v0_1
}  // namespace kili
