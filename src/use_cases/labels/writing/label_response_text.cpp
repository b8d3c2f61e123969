#include "use_cases/labels/writing/label_response_text.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "kili/errors.hpp"
#include "support/json_members.hpp"
#include "support/json_scanner.hpp"
#include "support/json_text.hpp"

namespace kili::use_cases {
namespace {

constexpr std::string_view asset_level = "assetLevel";

/// Finds jobs whose answer is a text: the members of the outermost object, and of its "assetLevel".
class FileJobFinder {
 public:
  void begin_object() {
    if (depth_ == 0) is_object_ = true;
    if (depth_ == 1) in_asset_level_ = name_ == asset_level;
    ++depth_;
  }
  void end_object(std::size_t /*size*/) { --depth_; }
  void begin_array() { ++depth_; }
  void end_array(std::size_t /*size*/) { --depth_; }
  void name(const support::JsonString& name) {
    if (depth_ == 1 || (depth_ == 2 && in_asset_level_)) name_ = name.value();
  }
  void string(const support::JsonString& value) {
    if (depth_ == 1) jobs_.push_back({.of_asset_level = false, .name = name_, .path = value.value()});
    if (depth_ == 2 && in_asset_level_) {
      jobs_.push_back({.of_asset_level = true, .name = name_, .path = value.value()});
    }
  }
  void number(const support::JsonNumber& number) {
    if (!number.is_finite) has_strange_number_ = true;
  }
  void boolean(bool /*value*/) {}
  void null() {}

  [[nodiscard]] bool is_object() const noexcept { return is_object_; }
  [[nodiscard]] bool has_strange_number() const noexcept { return has_strange_number_; }
  [[nodiscard]] std::vector<FileJob>& jobs() noexcept { return jobs_; }

 private:
  std::size_t depth_ = 0;
  bool has_strange_number_ = false;
  bool in_asset_level_ = false;
  bool is_object_ = false;
  std::vector<FileJob> jobs_;
  std::string name_;
};

std::vector<FileJob> file_jobs_of_text(std::string_view text) {
  FileJobFinder finder;
  try {
    support::JsonScanner(text, finder).scan();
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("json_response is not JSON ({}); give a JSON object", error.what()));
  }
  if (!finder.is_object()) throw ValidationError("json_response is not a JSON object; give the jobs by name");
  if (finder.has_strange_number()) {
    throw ValidationError("json_response has NaN or an infinite number, which JSON does not have");
  }
  return std::move(finder.jobs());
}

std::vector<FileJob> file_jobs_of(const nlohmann::json& answers, bool of_asset_level) {
  std::vector<FileJob> jobs;
  for (const auto& [name, answer] : answers.items()) {
    if (const auto* const path = answer.get_ptr<const std::string*>()) {
      jobs.push_back({.of_asset_level = of_asset_level, .name = name, .path = *path});
    } else if (!of_asset_level && name == asset_level && answer.is_object()) {
      for (auto& job : file_jobs_of(answer, true)) jobs.push_back(std::move(job));
    }
  }
  return jobs;
}

}  // namespace

std::vector<FileJob> file_jobs_in(const LabelResponse& response) {
  if (response.is_text()) return file_jobs_of_text(response.text());
  const nlohmann::json& value = response.json().get();
  if (value.is_null()) return {};
  if (const auto* const text = value.get_ptr<const std::string*>()) return file_jobs_of_text(*text);
  if (!value.is_object()) throw ValidationError("json_response is not a JSON object; give the jobs by name");
  try {
    support::check_writable_json(value);
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("json_response cannot be written as JSON: {}", error.what()));
  }
  return file_jobs_of(value, false);
}

std::string response_text(const LabelResponse& response) {
  if (response.is_text()) return response.text();
  const nlohmann::json& value = response.json().get();
  if (value.is_null()) return "{}";
  if (const auto* const text = value.get_ptr<const std::string*>()) return *text;
  try {
    return support::spaced_ascii_json(response.json());
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("json_response cannot be written as JSON: {}", error.what()));
  }
}

std::string with_job(const std::string& text, const FileJob& job, const std::string& value) {
  auto members = support::JsonMembers::read(text);
  if (!members) return text;
  if (!job.of_asset_level) {
    members->set(job.name, value);
    return members->text();
  }
  const std::string* const level = members->find(asset_level);
  if (level == nullptr) return text;
  auto inner = support::JsonMembers::read(*level);
  if (!inner) return text;
  inner->set(job.name, value);
  members->set(asset_level, inner->text());
  return members->text();
}

}  // namespace kili::use_cases
