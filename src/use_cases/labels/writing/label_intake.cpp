#include "use_cases/labels/writing/label_intake.hpp"

#include <fmt/format.h>

#include <chrono>
#include <set>
#include <utility>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/labels/writing/label_files.hpp"
#include "use_cases/labels/writing/ontology_check.hpp"
#include "use_cases/named_assets.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_labels = api::AssetsApi::asset_ids_per_request;
constexpr std::size_t most_label_bytes = std::size_t{4} << 20U;
/// A slow input is worked on in small portions.
constexpr auto longest_label_reading = std::chrono::milliseconds(100);
constexpr std::size_t bytes_around_response = 250;

/// "label 17 (asset 'car_1')".
std::string named(std::size_t index, const NewLabel& label) {
  const std::string& asset = label.asset_id.empty() ? label.external_id : label.asset_id;
  if (asset.empty()) return fmt::format("label {}", index);
  return fmt::format("label {} (asset '{}')", index, support::shown_text(asset));
}

void check(const NewLabel& label, const std::string& project_id) {
  if (!label.asset_id.empty() && !label.external_id.empty()) {
    throw IncompatibleArgumentsError("asset_id and external_id are given together; give one of them");
  }
  if (label.asset_id.empty() && label.external_id.empty()) {
    throw ValidationError("the asset is not named; give asset_id or external_id");
  }
  if (!label.external_id.empty() && project_id.empty()) {
    throw MissingArgumentError("external_id needs the project; give project_id");
  }
  for (const auto& [member, text] :
       {std::pair("asset_id", &label.asset_id), {"external_id", &label.external_id}}) {
    if (!support::is_valid_utf8(*text)) throw ValidationError(fmt::format("{} is not UTF-8 text", member));
  }
  for (const auto& [member, text] :
       {std::pair("author_id", &label.author_id), {"reviewed_label_id", &label.reviewed_label_id}}) {
    if (*text && !support::is_valid_utf8(**text)) {
      throw ValidationError(fmt::format("{} is not UTF-8 text", member));
    }
  }
  if (label.seconds_to_label.value_or(0) < 0) {
    throw ValidationError("seconds_to_label is negative; give 0 or more");
  }
}

/// Throws the error that is being handled again, of the same kind, with the name of the label before it.
template <typename Kind>
[[noreturn]] void throw_named(const Kind& error, const std::string& name) {
  throw Kind(fmt::format("{}: {}", name, error.what()), error.context());
}

}  // namespace

LabelWindow LabelIntake::read() {
  LabelWindow window;
  const auto until = resources_.clock->now() + longest_label_reading;
  std::size_t bytes = 0;
  while (window.labels.size() < most_labels && bytes < most_label_bytes) {
    NewLabel given;
    try {
      if (!source_.next(given)) {
        at_end_ = true;
        break;
      }
    } catch (...) {
      error_ = std::current_exception();
      at_end_ = true;
      break;
    }
    ReadLabel& read = window.labels.emplace_back();
    read.label.index = next_index_++;
    try {
      prepare(read, std::move(given));
    } catch (...) {
      read.unfit = std::current_exception();
    }
    bytes += read.label.json_response.size() + sizeof(ReadLabel);
    if (resources_.clock->now() >= until) break;
  }
  return window;
}

void LabelIntake::prepare(ReadLabel& read, NewLabel&& given) {
  PlannedLabel& label = read.label;
  label.asset_id = given.asset_id;
  read.external_id = given.external_id;
  try {
    if (plan_.checked == nullptr) {
      check(given, plan_.kind.project_id);
      label.file_jobs = file_jobs_in(given.json_response);
      check_files(label.file_jobs, plan_.kind.project_id);
    } else if (const auto jobs = plan_.checked->find(label.index); jobs != plan_.checked->end()) {
      label.file_jobs = jobs->second;
    }
    label.json_response = response_text(given.json_response);
  } catch (const IncompatibleArgumentsError& error) {
    throw_named(error, named(label.index, given));
  } catch (const MissingArgumentError& error) {
    throw_named(error, named(label.index, given));
  } catch (const FileError& error) {
    throw_named(error, named(label.index, given));
  } catch (const ValidationError& error) {
    throw_named(error, named(label.index, given));
  }
  if (plan_.checked == nullptr && plan_.ontology != nullptr) {
    check_answers(given.json_response, *plan_.ontology, named(label.index, given));
  }
  label.author_id = std::move(given.author_id).value_or(std::string());
  label.reviewed_label_id = std::move(given.reviewed_label_id).value_or(std::string());
  label.seconds_to_label = given.seconds_to_label;
  label.request_bytes = support::ascii_string_size(label.json_response) + bytes_around_response;
}

void LabelIntake::look_up(LabelWindow& window, const support::CallContext& context) const {
  try {
    find_assets(window, context);
    if (!plan_.clears()) find_labels_before(window, context);
  } catch (...) {
    window.error = std::current_exception();
  }
}

void LabelIntake::find_assets(LabelWindow& window, const support::CallContext& context) const {
  std::vector<std::string> external_ids;
  for (const ReadLabel& read : window.labels) {
    if (!read.unfit && !read.external_id.empty()) external_ids.push_back(read.external_id);
  }
  if (external_ids.empty()) return;
  const std::string& project_id = plan_.kind.project_id;
  const auto found = use_cases::find_assets(resources_, project_id, external_ids, context);
  for (ReadLabel& read : window.labels) {
    if (read.unfit || read.external_id.empty()) continue;
    try {
      read.label.asset_id = only_asset(found, read.external_id, project_id);
    } catch (const NotFoundError& error) {
      read.unfit = std::make_exception_ptr(
          NotFoundError(fmt::format("label {} (asset '{}'): {}", read.label.index,
                                    support::shown_text(read.external_id), error.what())));
    }
  }
}

void LabelIntake::find_labels_before(LabelWindow& window, const support::CallContext& context) const {
  std::set<std::string> distinct;
  for (const ReadLabel& read : window.labels) {
    if (!read.unfit) distinct.insert(read.label.asset_id);
  }
  if (distinct.empty()) return;
  const std::vector<std::string> assets(distinct.begin(), distinct.end());
  // What an earlier call may have created has to be seen.
  if (const auto shown = resources_.doubtful_labels->surely_shown_from(assets, resources_.clock->now())) {
    context.sleep_until(*resources_.clock, *shown);
  }
  auto before = std::make_shared<support::IdSet>();
  for (const auto& id :
       resources_.api->label_mutations.label_ids_on(assets, plan_.kind.label_type, context)) {
    before->insert(id);
  }
  window.before = std::move(before);
}

}  // namespace kili::use_cases
