#include "use_cases/append_assets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

#include "kili/errors.hpp"
#include "support/task_scope.hpp"
#include "use_cases/csv_texts.hpp"
#include "use_cases/import_pipeline.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_named = 20;  // in a message; all of them are in the result

std::string names_of(const std::vector<std::string>& names) {
  const std::span shown(names.data(), std::min(names.size(), most_named));
  return fmt::format("{}{}", fmt::join(shown, ", "),
                     names.size() > most_named ? fmt::format(" and {} more", names.size() - most_named) : "");
}

AppendManyToDataset with_texts_of_csv(AppendManyToDataset arguments) {
  if (arguments.content_array || arguments.external_id_array) {
    throw ValidationError(
        "If from_csv is provided, content_array and external_id_array must not be provided.");
  }
  CsvTexts texts = read_csv_texts(*arguments.from_csv, arguments.csv_separator);
  arguments.from_csv.reset();
  arguments.content_array = std::move(texts.contents);
  arguments.external_id_array = std::move(texts.external_ids);
  return arguments;
}

/// Both arguments of one error: what went wrong and which kind it is.
struct Cause {
  ErrorContext context;
  std::string message;
  std::string type;
};

Cause cause_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& failure) {
    return {.context = failure.context(), .message = failure.what(), .type = std::string(failure.type())};
  } catch (const std::exception& failure) {
    return {.context = {}, .message = failure.what(), .type = "Error"};
  }
}

}  // namespace

/// What became of every asset of the call, in input order.
class AppendAssets::Report {
 public:
  explicit Report(const std::vector<PlannedAsset>& assets) : assets_(assets.size()) {
    for (const auto& asset : assets) {
      assets_[asset.index].index = asset.index;
      assets_[asset.index].external_id = asset.external_id;
      assets_[asset.index].asset_id = asset.asset_id;
    }
  }

  void skip(const PlannedAsset& asset, std::string reason) {
    assets_[asset.index].asset_id.clear();
    set(asset, ImportOutcome::skipped, std::move(reason));
  }
  void set(const PlannedAsset& asset, ImportOutcome outcome, std::string reason) {
    assets_[asset.index].outcome = outcome;
    assets_[asset.index].reason = std::move(reason);
  }
  [[nodiscard]] std::size_t count(ImportOutcome outcome) const {
    return static_cast<std::size_t>(std::count_if(
        assets_.begin(), assets_.end(), [outcome](const auto& asset) { return asset.outcome == outcome; }));
  }
  [[nodiscard]] std::vector<ImportedAsset> take() { return std::move(assets_); }

 private:
  std::vector<ImportedAsset> assets_;
};

AppendResult AppendAssets::run(std::string_view project_id, const AppendManyToDataset& arguments,
                               const support::CallContext& context) const {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
  if (arguments.from_csv) return run(project_id, with_texts_of_csv(arguments), context);
  AppendResult result;
  result.id = project_id;
  if (arguments.content_array && arguments.content_array->empty()) {
    services_.log.warn(
        "Method 'append_many_to_dataset' did nothing because the following argument is empty: "
        "content_array.");
    return result;
  }
  if (arguments.status_array) {
    services_.log.warn_deprecated(
        "status_array is deprecated and will not be sent in the call. Asset status is automatically computed "
        "based on "
        "its labels and cannot be overwritten.");
  }
  ImportPlan plan(arguments, *services_.ids);
  Report report(plan.assets());
  const auto repeated = plan.take_repeated_external_ids();
  check_with_service(project_id, plan, report, context);
  if (!repeated.empty()) {
    std::vector<std::string> names;
    for (const auto& asset : repeated) {
      names.push_back(asset.external_id);
      report.skip(asset, "its external id is given more than once; the first asset with it is imported");
    }
    services_.log.warn(
        fmt::format("The following input assets have been ignored because of duplicated external_id: {}",
                    names_of(names)));
  }

  support::ProgressBar progress(services_.clock, "Importing assets", plan.assets().size(),
                                arguments.disable_tqdm.value_or(false));
  ImportPipeline pipeline(services_, std::string(project_id), plan.assets(), context, progress);
  pipeline.run();
  for (std::size_t i = 0; i < plan.assets().size(); ++i) {
    const PipelineOutcome& outcome = pipeline.outcomes()[i];
    report.set(plan.assets()[i], outcome.outcome, outcome.reason);
    if (outcome.outcome == ImportOutcome::created) result.asset_ids.push_back(plan.assets()[i].asset_id);
  }
  if (result.asset_ids.size() == plan.assets().size()) {
    result.assets = report.take();
    return result;
  }
  const std::size_t created = result.asset_ids.size();
  const std::size_t unknown = report.count(ImportOutcome::unknown);
  if (created + unknown == 0) context.check(services_.clock->now());
  const Cause cause =
      cause_of(pipeline.first_error() ? pipeline.first_error()
                                      : std::make_exception_ptr(Cancelled("the import was cancelled")));
  throw ImportError(
      fmt::format("{} of {} assets were imported{}: {}. Call again with the same arguments{} to import the "
                  "others; ImportError::assets() tells what became of each",
                  created, plan.assets().size(),
                  unknown > 0 ? fmt::format(", of {} it is not known", unknown) : "", cause.message,
                  plan.has_given_external_ids() ? "" : ", without those imported,"),
      cause.context, report.take(), cause.type);
}

/// Asks at the same time what the project is, whether files may be uploaded, and which assets exist; then
/// judges in that order.
void AppendAssets::check_with_service(std::string_view project_id, ImportPlan& plan, Report& report,
                                      const support::CallContext& context) const {
  std::vector<std::string> external_ids;
  if (plan.has_given_external_ids()) {
    for (const auto& asset : plan.assets()) external_ids.push_back(asset.external_id);
  }
  support::Outcome<bool> may_upload;
  support::Outcome<std::vector<std::string>> existing;
  support::Outcome<api::Project> project;
  {
    support::TaskScope scope(services_.pool, context.stop_token);
    const auto inner = context.with_stop_token(scope.stop_token());
    if (plan.needs_upload()) {
      scope.run([&, inner] {
        may_upload.fill([&] {
          return services_.gateway->may_upload_local_data(services_.gateway->viewer_email(inner), inner);
        });
      });
    }
    if (!external_ids.empty()) {
      scope.run([&, inner] {
        existing.fill([&] { return existing_external_ids(project_id, external_ids, inner); });
      });
    }
    project.fill([&] { return services_.gateway->project(project_id, inner); });
    if (!project.error()) scope.wait();
  }
  const InputType input_type = project.take().input_type;
  if (plan.needs_upload() && !may_upload.take()) {
    throw UploadForbiddenError(
        "Cannot upload content from local data: the license of your organisation does not "
        "allow it; give http(s) URLs in content_array, or ask Kili for this right");
  }
  plan.resolve_contents(input_type);
  if (!external_ids.empty()) leave_out_existing(plan, existing.take(), report);
}

std::vector<std::string> AppendAssets::existing_external_ids(std::string_view project_id,
                                                             const std::vector<std::string>& external_ids,
                                                             const support::CallContext& context) const {
  std::vector<std::string> existing;
  for (std::size_t begin = 0; begin < external_ids.size(); begin += api::Gateway::external_ids_per_request) {
    const std::size_t count = std::min(api::Gateway::external_ids_per_request, external_ids.size() - begin);
    auto found = services_.gateway->filter_existing_assets(
        project_id, std::span(external_ids).subspan(begin, count), context);
    existing.insert(existing.end(), std::make_move_iterator(found.begin()),
                    std::make_move_iterator(found.end()));
  }
  return existing;
}

void AppendAssets::leave_out_existing(ImportPlan& plan, const std::vector<std::string>& existing,
                                      Report& report) const {
  if (existing.empty()) return;
  const std::unordered_set<std::string> taken(existing.begin(), existing.end());
  std::vector<PlannedAsset> fresh;
  std::vector<std::string> names;
  for (auto& asset : plan.assets()) {
    if (!taken.contains(asset.external_id)) {
      fresh.push_back(std::move(asset));
      continue;
    }
    names.push_back(asset.external_id);
    report.skip(asset, "its external id is already in the project");
  }
  if (fresh.empty()) {
    throw ImportValidationError("No assets to import, all given external_ids already exist in the project");
  }
  plan.assets() = std::move(fresh);
  if (names.empty()) return;
  services_.log.warn(fmt::format(
      "The following assets were not imported because their external_id are already in the project: {}",
      names_of(names)));
}

}  // namespace kili::use_cases
