#include "use_cases/labels/writing/label_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "api/service_api.hpp"
#include "engine/error_cause.hpp"
#include "engine/repair_pace.hpp"
#include "engine/sized_mutation.hpp"
#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "use_cases/labels/writing/label_files.hpp"

namespace kili::use_cases {
namespace {

using engine::ItemIndexes;

class LabelBatchMutation final : public engine::RepairableMutation {
 public:
  LabelBatchMutation(const Resources& resources, const api::LabelBatchKind& kind, const LabelBatch& batch,
                     const SendLabels& send)
      : resources_(resources), kind_(kind), batch_(batch), ids_(batch.labels.size()), send_(send) {
    kind_.overwrite = batch.overwrite;
  }

  [[nodiscard]] ItemIndexes send(const ItemIndexes& items, const support::CallContext& context) override {
    std::vector<const api::LabelToAppend*> labels;
    labels.reserve(items.size());
    for (const std::size_t item : items) labels.push_back(&batch_.labels[item]);
    auto created = send_(kind_, labels, context);
    for (std::size_t i = 0; i < items.size(); ++i) take(items[i], std::move(created[i]));
    return {};
  }

  [[nodiscard]] ItemIndexes not_yet_done(const ItemIndexes& items,
                                         const support::CallContext& context) override {
    return look_up(items, true, context);
  }

  /// Reads may lag behind writes: what a lost request has created is shown some seconds later.
  [[nodiscard]] ItemIndexes not_done_after_failure(const ItemIndexes& items, bool /*refused*/,
                                                   const support::CallContext& context) override {
    const auto shown_from = resources_.clock->now() + engine::longest_read_lag;
    support::Backoff backoff = engine::repair_backoff();
    for (;;) {
      const bool is_sure = resources_.clock->now() >= shown_from;
      // Until then a label that is to be removed may be shown, and be like the one that is to be created.
      if (!batch_.clears || is_sure) {
        ItemIndexes missing = look_up(items, is_sure, context);
        if (missing.empty() || is_sure) return missing;
      }
      backoff.wait(*resources_.clock, context);
    }
  }

  [[nodiscard]] const std::vector<std::string>& ids() const noexcept { return ids_; }

 private:
  /// @param is_last whether what is missing is sent again.
  ItemIndexes look_up(const ItemIndexes& items, bool is_last, const support::CallContext& context) {
    ItemIndexes missing = without_id(items);
    if (missing.empty()) return missing;
    const auto shown =
        resources_.api->label_mutations.labels_on(assets_of(missing), kind_.label_type, context);
    for (const std::size_t item : missing) claim(item, shown, context);
    missing = without_id(missing);
    if (is_last && !batch_.clears) check_told_apart(missing, shown, context);
    return missing;
  }
  /// The service may write answers in another way, so that alone is no reason to create a label again.
  void check_told_apart(const ItemIndexes& missing, const std::vector<api::ShownLabel>& shown,
                        const support::CallContext& context) {
    for (const std::size_t item : missing) {
      for (const api::ShownLabel& each : shown) {
        if (!is_of_model(each, item) || !is_by_author(each, item, context) || !may_be_new(each)) continue;
        ErrorContext lost;
        lost.attempts = 1;
        lost.outcome_unknown = true;
        throw HttpError(
            fmt::format(
                "the answer was lost, and the new label '{}' of the asset '{}' has other answers than "
                "were sent: it cannot be told whether it is the one; look at the asset before you "
                "create the label again",
                support::shown_text(each.id), support::shown_text(each.asset_id)),
            std::move(lost));
      }
    }
  }
  void take(std::size_t item, std::string id) {
    resources_.new_labels->note(id);
    ids_[item] = std::move(id);
  }
  [[nodiscard]] ItemIndexes without_id(const ItemIndexes& items) const {
    ItemIndexes left;
    std::copy_if(items.begin(), items.end(), std::back_inserter(left),
                 [this](std::size_t item) { return ids_[item].empty(); });
    return left;
  }
  [[nodiscard]] std::vector<std::string> assets_of(const ItemIndexes& items) const {
    std::set<std::string> assets;
    for (const std::size_t item : items) assets.insert(batch_.labels[item].asset_id);
    return {assets.begin(), assets.end()};
  }

  [[nodiscard]] bool is_of_model(const api::ShownLabel& shown, std::size_t item) const {
    return shown.asset_id == batch_.labels[item].asset_id && shown.model_name == kind_.model_name;
  }
  [[nodiscard]] bool is_by_author(const api::ShownLabel& shown, std::size_t item,
                                  const support::CallContext& context) {
    const std::string& author = batch_.labels[item].author_id;
    if (!author.empty()) return shown.author_id == author || shown.author_email == author;
    if (!owner_) owner_ = resources_.api->users.me(context);
    return shown.author_id == owner_->id;
  }
  /// Not one of those that were there before, or that this client has created otherwise.
  [[nodiscard]] bool may_be_new(const api::ShownLabel& shown) const {
    return !resources_.new_labels->contains(shown.id) &&
           std::none_of(batch_.before.begin(), batch_.before.end(),
                        [&](const LabelsBefore& before) { return before->contains(shown.id); });
  }
  [[nodiscard]] bool says_the_same(const api::ShownLabel& shown, std::size_t item,
                                   const support::CallContext& context) const {
    const std::string& wanted = batch_.labels[item].json_response;
    if (shown.json_response_url.empty()) return support::is_same_json(shown.json_response, wanted);
    bool same = false;
    resources_.api->storage.read_document(
        shown.json_response_url, context,
        [&](const std::string& text, support::JsonBudget&) { same = support::is_same_json(text, wanted); });
    return same;
  }

  /// Takes a label that is shown for one of the batch.
  void claim(std::size_t item, const std::vector<api::ShownLabel>& shown,
             const support::CallContext& context) {
    if (batch_.clears) {
      const auto of_model = std::count_if(shown.begin(), shown.end(),
                                          [&](const auto& each) { return is_of_model(each, item); });
      if (of_model != 1) return;
    }
    for (const api::ShownLabel& each : shown) {
      if (!is_of_model(each, item) || !is_by_author(each, item, context)) continue;
      if (!batch_.clears && !may_be_new(each)) continue;
      if (!says_the_same(each, item, context)) continue;
      take(item, each.id);
      return;
    }
  }

  const Resources& resources_;
  api::LabelBatchKind kind_;
  const LabelBatch& batch_;
  std::vector<std::string> ids_;  ///< By item.
  std::optional<api::User> owner_;
  const SendLabels& send_;
};

std::vector<std::string> assets_of_batch(const LabelBatch& batch) {
  std::set<std::string> assets;
  for (const PlannedLabel& label : batch.labels) assets.insert(label.asset_id);
  return {assets.begin(), assets.end()};
}

}  // namespace

LabelBatchOutcome send_label_batch(const Resources& resources, const api::LabelBatchKind& kind,
                                   LabelBatch& batch, const SendLabels& send,
                                   const support::CallContext& context) {
  LabelBatchOutcome result;
  result.ids.resize(batch.labels.size());
  result.outcomes.assign(batch.labels.size(), MutationOutcome::done);
  engine::MutationProgress progress{.pending = ItemIndexes(batch.labels.size())};
  std::iota(progress.pending.begin(), progress.pending.end(), std::size_t{0});
  std::vector<std::string> assets;
  try {
    assets = assets_of_batch(batch);
    const auto guard = resources.locks->lock(assets, *resources.clock, context);
    upload_files(resources, kind.project_id, batch.labels, context);
    // What was removed a moment ago must not be taken for what is to be created.
    if (!batch.clears && batch.before.empty()) {
      progress.reads_shown_from = resources.changes->surely_shown_from(assets, resources.clock->now());
    }
    LabelBatchMutation mutation(resources, kind, batch, send);
    try {
      engine::send_sized(
          resources, mutation, [&](std::size_t item) { return batch.labels[item].request_bytes; },
          batch.clears ? engine::RepairPolicy::repeat : engine::RepairPolicy::read_only, progress, context);
    } catch (...) {
      result.error = std::current_exception();
    }
    result.ids = mutation.ids();
  } catch (...) {
    result.error = std::current_exception();
  }
  try {
    resources.changes->note(assets, resources.clock->now());
    if (!result.error) return result;
    const bool was_sent = engine::cause_of(result.error).context.attempts > 0;
    for (const std::size_t item : progress.pending) {
      if (!result.ids[item].empty()) continue;
      result.outcomes[item] = progress.pending_unknown ? MutationOutcome::unknown
                              : was_sent               ? MutationOutcome::failed
                                                       : MutationOutcome::not_sent;
    }
    if (progress.pending_unknown) resources.doubtful_labels->note(assets, resources.clock->now());
  } catch (...) {
    if (!result.error) result.error = std::current_exception();
  }
  return result;
}

}  // namespace kili::use_cases
