#include "kili/labels/ontology_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "kili/labels/errors.hpp"
#include "parsed_labels/job_definitions.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {

using labels::DefinedJob;
using labels::JobKind;

struct OntologyBuilder::Data {
  InputType input_type = InputType::na;
  std::vector<DefinedJob> jobs;

  std::string add(JobKind kind, const JobDefinition& definition, std::string_view ml_task = {}) {
    DefinedJob job = labels::define_job(kind, ml_task, definition, input_type);
    if (std::any_of(jobs.begin(), jobs.end(),
                    [&](const DefinedJob& other) { return other.key == job.key; })) {
      throw OntologyError({.job = job.key, .place = job.key},
                          "the job is there already; give another name or key", "ValueError");
    }
    jobs.push_back(std::move(job));
    return jobs.back().key;
  }
};

namespace {

/// Checks what concerns several jobs.
class WholeInterface {
 public:
  explicit WholeInterface(const std::vector<DefinedJob>& jobs) : jobs_(jobs) {
    for (const DefinedJob& job : jobs) {
      for_each_category(job, [&](const std::string& category, const nlohmann::ordered_json& json) {
        for (const auto& child : json["children"]) add_child(job, category, child.get<std::string>());
        check_related(job, category, json);
      });
    }
    std::set<std::string> open;
    std::set<std::string> done;
    for (const DefinedJob& job : jobs) check_no_circle(job.key, open, done);
  }

  [[nodiscard]] bool is_child(const std::string& key) const { return children_.contains(key); }

 private:
  template <typename Visit>
  static void for_each_category(const DefinedJob& job, Visit visit) {
    for (const char* member : {"categories", "options"}) {
      const auto found = job.json["content"].find(member);
      if (found == job.json["content"].end()) continue;
      for (const auto& [key, json] : found->items()) visit(key, json);
    }
  }

  [[noreturn]] static void refuse(const DefinedJob& job, const std::string& category,
                                  const std::string& what) {
    throw OntologyError({.job = job.key, .place = job.key},
                        fmt::format("category '{}': {}", support::shown_text(category), what), "ValueError");
  }

  void add_child(const DefinedJob& job, const std::string& category, const std::string& child) {
    const bool exists =
        std::any_of(jobs_.begin(), jobs_.end(), [&](const DefinedJob& other) { return other.key == child; });
    if (!exists) {
      refuse(job, category,
             fmt::format("it opens the job '{}', which does not exist{}", support::shown_text(child),
                         support::did_you_mean(child, jobs_, [](const DefinedJob& other) {
                           return std::string_view(other.key);
                         })));
    }
    opened_by_[job.key].insert(child);
    children_.insert(child);
  }

  /// The categories that a relation relates are those of entities or objects.
  void check_related(const DefinedJob& job, const std::string& category,
                     const nlohmann::ordered_json& json) const {
    for (const char* member : {"startEntities", "endEntities", "startObjects", "endObjects"}) {
      const auto related = json.find(member);
      if (related == json.end()) continue;
      for (const auto& name : *related) check_is_category(job, category, name.get<std::string>());
    }
  }

  void check_is_category(const DefinedJob& job, const std::string& category,
                         const std::string& related) const {
    const bool of_objects = job.kind == JobKind::object_relation;
    std::vector<std::string> known;
    for (const DefinedJob& other : jobs_) {
      const bool is_related =
          of_objects ? other.kind == JobKind::object_detection || other.kind == JobKind::pose_estimation
                     : other.kind == JobKind::entity_recognition;
      if (!is_related) continue;
      for_each_category(other,
                        [&](const std::string& key, const nlohmann::ordered_json&) { known.push_back(key); });
    }
    if (std::find(known.begin(), known.end(), related) != known.end()) return;
    refuse(job, category,
           fmt::format("it relates the category '{}', which no job of {} has{}", support::shown_text(related),
                       of_objects ? "object detection" : "entity recognition",
                       support::did_you_mean(related, known,
                                             [](const std::string& key) { return std::string_view(key); })));
  }

  /// A job that opens itself, through others, would never be asked. Jobs are few; recursion is as deep as
  /// they are nested.
  void check_no_circle(const std::string& key, std::set<std::string>& open,
                       std::set<std::string>& done) const {
    if (done.contains(key)) return;
    if (!open.insert(key).second) {
      throw OntologyError({.job = key, .place = key}, "the job opens itself, through the jobs below it",
                          "ValueError");
    }
    if (const auto children = opened_by_.find(key); children != opened_by_.end()) {
      for (const std::string& child : children->second) check_no_circle(child, open, done);
    }
    open.erase(key);
    done.insert(key);
  }

  const std::vector<DefinedJob>& jobs_;
  std::map<std::string, std::set<std::string>> opened_by_;
  std::set<std::string> children_;
};

}  // namespace

OntologyBuilder::OntologyBuilder(InputType input_type) : data_(std::make_unique<Data>()) {
  data_->input_type = input_type;
}
OntologyBuilder::OntologyBuilder(const OntologyBuilder& other)
    : data_(std::make_unique<Data>(*other.data_)) {}
OntologyBuilder::OntologyBuilder(OntologyBuilder&&) noexcept = default;
OntologyBuilder& OntologyBuilder::operator=(const OntologyBuilder& other) {
  if (this != &other) data_ = std::make_unique<Data>(*other.data_);
  return *this;
}
OntologyBuilder& OntologyBuilder::operator=(OntologyBuilder&&) noexcept = default;
OntologyBuilder::~OntologyBuilder() = default;

std::string OntologyBuilder::add_classification(const JobDefinition& job) {
  return data_->add(JobKind::classification, job);
}
std::string OntologyBuilder::add_object_detection(const JobDefinition& job) {
  return data_->add(JobKind::object_detection, job);
}
std::string OntologyBuilder::add_pose_estimation(const JobDefinition& job) {
  return data_->add(JobKind::pose_estimation, job);
}
std::string OntologyBuilder::add_transcription(const JobDefinition& job) {
  return data_->add(JobKind::transcription, job);
}
std::string OntologyBuilder::add_entity_recognition(const JobDefinition& job) {
  return data_->add(JobKind::entity_recognition, job);
}
std::string OntologyBuilder::add_entity_relation(const JobDefinition& job) {
  return data_->add(JobKind::entity_relation, job);
}
std::string OntologyBuilder::add_object_relation(const JobDefinition& job) {
  return data_->add(JobKind::object_relation, job);
}
std::string OntologyBuilder::add_comparison(const JobDefinition& job) {
  return data_->add(JobKind::comparison, job);
}
std::string OntologyBuilder::add_file(const JobDefinition& job) { return data_->add(JobKind::file, job); }
std::string OntologyBuilder::add_job(std::string_view ml_task, const JobDefinition& job) {
  return data_->add(JobKind::other, job, ml_task);
}

nlohmann::ordered_json OntologyBuilder::json() const {
  const WholeInterface whole(data_->jobs);
  nlohmann::ordered_json jobs = nlohmann::ordered_json::object();
  for (const DefinedJob& job : data_->jobs) {
    auto& written = jobs[job.key] = job.json;
    written["isChild"] = whole.is_child(job.key);
  }
  return {{"jobs", std::move(jobs)}};
}

std::string OntologyBuilder::text() const { return support::compact_json(json()); }

Ontology OntologyBuilder::ontology() const { return {json(), data_->input_type}; }

std::string OntologyBuilder::key_of(std::string_view name) {
  std::string key;
  for (const char c : name) {
    const bool is_letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
    if (is_letter) {
      key += 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    } else if (support::is_digit(c)) {
      key += c;
    } else if (!key.empty() && key.back() != '_') {
      key += '_';
    }
  }
  if (!key.empty() && key.back() == '_') key.pop_back();
  return key;
}

}  // namespace v0_1
}  // namespace kili
