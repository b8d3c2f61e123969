#include "use_cases/labels/writing/delete_labels.hpp"

#include <fmt/format.h>

#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "api/service_api.hpp"
#include "engine/error_cause.hpp"
#include "engine/mutation_batches.hpp"
#include "kili/errors.hpp"
#include "support/call_progress.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

using engine::ItemIndexes;

/// The items are positions in a list of different ids.
class LabelDeletion final : public engine::RepairableMutation {
 public:
  LabelDeletion(const Resources& resources, const std::vector<std::string>& ids)
      : resources_(resources), ids_(ids) {}

  [[nodiscard]] ItemIndexes send(const ItemIndexes& items, const support::CallContext& context) override {
    try {
      const auto answer = resources_.api->label_mutations.delete_labels(ids_of(items), context);
      const std::scoped_lock lock(mutex_);
      deleted_.insert(answer.begin(), answer.end());
    } catch (const Error& failure) {
      if (failure.context().outcome_unknown) {
        const std::scoped_lock lock(mutex_);
        lost_.insert(items.begin(), items.end());
      }
      throw;
    }
    return {};
  }

  [[nodiscard]] ItemIndexes not_yet_done(const ItemIndexes& items,
                                         const support::CallContext& context) override {
    const auto found = resources_.api->label_mutations.existing_label_ids(ids_of(items), context);
    const std::unordered_set<std::string_view> existing(found.begin(), found.end());
    ItemIndexes left = items;
    std::erase_if(left, [&](std::size_t item) { return !existing.contains(ids_[item]); });
    return left;
  }

  /// Whether the answer says that the label was deleted, or no answer came and it is not there.
  [[nodiscard]] bool is_deleted(std::size_t item) const {
    const std::scoped_lock lock(mutex_);
    return deleted_.contains(ids_[item]) || lost_.contains(item);
  }

 private:
  [[nodiscard]] std::vector<std::string> ids_of(const ItemIndexes& items) const {
    std::vector<std::string> ids;
    ids.reserve(items.size());
    for (const std::size_t item : items) ids.push_back(ids_[item]);
    return ids;
  }

  const Resources& resources_;
  std::unordered_set<std::string> deleted_;  ///< As answers say.
  const std::vector<std::string>& ids_;
  std::unordered_set<std::size_t> lost_;  ///< Requests for these had no answer.
  mutable std::mutex mutex_;
};

[[noreturn]] void throw_report(const engine::MutationBatches& batches, const std::vector<std::string>& given,
                               const std::unordered_map<std::string_view, std::size_t>& positions,
                               const support::CallContext& context) {
  std::vector<MutatedAsset> report;
  std::size_t done = 0;
  std::size_t unknown = 0;
  for (std::size_t index = 0; index < given.size(); ++index) {
    const std::size_t position = positions.at(given[index]);
    const MutationOutcome outcome = batches.outcome(position);
    done += outcome == MutationOutcome::done ? 1U : 0U;
    unknown += outcome == MutationOutcome::unknown ? 1U : 0U;
    const bool needs_reason = outcome == MutationOutcome::failed || outcome == MutationOutcome::unknown;
    report.push_back({.asset_id = {},
                      .created_id = given[index],
                      .index = index,
                      .outcome = outcome,
                      .reason = needs_reason ? batches.reason(position) : std::string()});
  }
  const engine::ErrorCause cause = engine::cause_of(batches.error());
  throw MutationError(
      fmt::format(
          "{} failed at the label '{}': {}. {} of {} labels are deleted{}; MutationError::assets() tells "
          "what became of each",
          context.method_name, support::shown_text(given[batches.failed_items().front()]), cause.message,
          done, given.size(), unknown > 0 ? fmt::format(", of {} it is not known", unknown) : ""),
      cause.context, std::move(report), batches.error());
}

}  // namespace

std::vector<std::string> DeleteLabelsByIds::run(const DeleteLabels& arguments,
                                                const support::CallContext& context) const {
  if (!arguments.ids) throw MissingArgumentError("ids is not given; give the ids of labels");
  const std::vector<std::string>& given = *arguments.ids;
  if (given.empty()) {
    resources_.log.warn("Method 'delete_labels' did nothing because the following argument is empty: ids.");
    return {};
  }
  std::vector<std::string> ids;
  std::unordered_map<std::string_view, std::size_t> positions;
  for (std::size_t index = 0; index < given.size(); ++index) {
    if (given[index].empty() || !support::is_valid_utf8(given[index])) {
      throw ValidationError(fmt::format("ids: element {} is {}; give the id of a label", index,
                                        given[index].empty() ? "empty" : "not UTF-8 text"));
    }
    if (positions.try_emplace(given[index], ids.size()).second) ids.push_back(given[index]);
  }
  support::CallProgress progress(context, resources_.clock, "Deleting labels", ids.size(),
                                 support::bar_unless(arguments.disable_tqdm));
  LabelDeletion deletion(resources_, ids);
  engine::MutationBatches batches(resources_, ids, context);
  batches.run(deletion, {.repair = engine::RepairPolicy::read_or_repeat,
                         .size = api::LabelMutationsApi::labels_per_mutation,
                         .progress = &progress});
  if (batches.error()) throw_report(batches, given, positions, context);
  std::vector<std::string> deleted;
  for (std::size_t position = 0; position < ids.size(); ++position) {
    if (deletion.is_deleted(position)) deleted.push_back(ids[position]);
  }
  return deleted;
}

}  // namespace kili::use_cases
