#include "cli/import_plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cli/exit_codes.hpp"
#include "cli/read_only_transport.hpp"
#include "cli/shown_text.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

/// What the library puts into one request at most (docs/cli.md says that the number of calls is an estimate).
constexpr std::size_t ids_per_query = 1000;
constexpr std::size_t assets_per_mutation = 100;
constexpr std::size_t uploads_per_query = 30;
/// Assets that are checked by one call.
constexpr std::size_t assets_per_check = 1000;

struct Planned {
  std::size_t calls = 0;
  std::size_t duplicates = 0;
  std::size_t existing = 0;
  std::size_t fresh = 0;
  std::size_t refused = 0;
  std::uintmax_t upload_bytes = 0;
  std::size_t uploads = 0;
};

std::size_t pieces(std::size_t count, std::size_t most) { return (count + most - 1) / most; }

std::vector<NewAsset> all_of(AssetSource& source) {
  std::vector<NewAsset> assets;
  while (auto asset = source.next()) assets.push_back(std::move(*asset));
  return assets;
}

std::unordered_set<std::string> existing_among(Session& session, const std::string& project,
                                               const std::vector<NewAsset>& assets) {
  std::vector<std::string> ids;
  for (const auto& asset : assets) {
    // One that is not UTF-8 cannot be asked for, and is refused later by name.
    if (asset.external_id && is_utf8(*asset.external_id)) ids.push_back(*asset.external_id);
  }
  std::unordered_set<std::string> existing;
  for (std::size_t begin = 0; begin < ids.size(); begin += ids_per_query) {
    const auto end = std::min(ids.size(), begin + ids_per_query);
    AssetFilters filters;
    filters.external_id_strictly_in = std::vector<std::string>(
        ids.begin() + static_cast<std::ptrdiff_t>(begin), ids.begin() + static_cast<std::ptrdiff_t>(end));
    AssetsArguments arguments;
    arguments.disable_tqdm = true;
    arguments.fields = {"id", "externalId"};
    for (const auto& asset : session.client().assets(project, filters, arguments, session.call())) {
      existing.emplace(asset.external_id());
    }
  }
  return existing;
}

/// Lets the library check assets as for an import that ends where it would change something.
class Checker {
 public:
  Checker(Session& session, std::string project) : call_(session.call()), project_(std::move(project)) {
    ClientOptions options = session.client_options();
    options.compress_requests = false;  // the transport reads the documents
    options.skip_checks = true;         // they were done
    options.transport = make_read_only_transport();
    client_.emplace(options);
    call_.on_progress = {};
  }

  /// The assets that would be refused, each with the reason.
  using Refusal = std::pair<const NewAsset*, std::string>;
  void check(std::span<const NewAsset* const> assets, std::vector<Refusal>& refusals) {
    if (assets.empty()) return;
    const auto reason = reason_against(assets);
    if (!reason) {
      if (!has_taken_) leaders_.push_back(assets.front());
      has_taken_ = true;
      return;
    }
    if (assets.size() == 1) {
      if (leaders_.empty()) leaders_.push_back(assets.front());
      refusals.emplace_back(assets.front(), *reason);
      return;
    }
    const std::size_t half = assets.size() / 2;
    check(assets.first(half), refusals);
    check(assets.subspan(half), refusals);
  }

 private:
  /// Nothing when the library takes all of them. @throws what has to do with none of them.
  std::optional<std::string> reason_against(std::span<const NewAsset* const> assets) {
    std::vector<NewAsset> some;
    some.reserve(leaders_.size() + assets.size());
    for (const auto* leader : leaders_) some.push_back(*leader);
    for (const auto* asset : assets) some.push_back(*asset);
    AppendSettings settings;
    settings.disable_tqdm = true;
    settings.wait_until_availability = false;
    try {
      client_->append_many_to_dataset(project_, some, settings, call_);
      return std::nullopt;
    } catch (const ImportError& error) {
      if (call_.stop_token.stop_requested()) throw;
      const bool is_stopped = was_stopped(error.cause_code());
      if (!is_stopped && exit_code_of(error.cause_code()) == exit_code::network) throw;
      // What was refused counts also where the transport has stopped the others first.
      const auto is_refused = [](const ImportedAsset& asset) {
        return asset.outcome == ImportOutcome::failed && !asset.reason.empty() &&
               asset.reason.find(not_a_query) == std::string::npos;
      };
      const auto& checked = error.assets();
      const auto behind_leaders =
          checked.begin() + static_cast<std::ptrdiff_t>(std::min(leaders_.size(), checked.size()));
      const auto refused = std::find_if(behind_leaders, checked.end(), is_refused);
      if (refused != checked.end()) return refused->reason;
      if (is_stopped || std::any_of(checked.begin(), behind_leaders, is_refused)) return std::nullopt;
      return error.what();
    } catch (const Error& error) {
      if (was_stopped(error.code())) return std::nullopt;
      const bool is_about_assets = dynamic_cast<const ValidationError*>(&error) != nullptr ||
                                   error.code() == ErrorCode::file_type_not_accepted ||
                                   error.code() == ErrorCode::upload_forbidden;
      if (!is_about_assets) throw;
      return error.what();
    }
  }
  [[nodiscard]] bool was_stopped(ErrorCode code) const {
    return code == ErrorCode::cancelled && !call_.stop_token.stop_requested();
  }

  CallOptions call_;
  std::optional<Client> client_;
  bool has_taken_ = false;
  /// The first asset, and the first that is taken: they say of what kind those behind them have to be, files
  /// or URLs, also when the first one is refused.
  std::vector<const NewAsset*> leaders_;
  std::string project_;
};

/// Reasons name an asset by its place among those that were checked together.
std::string at_place(std::size_t index, const std::string& reason) {
  constexpr std::string_view word = "asset ";
  const auto end = reason.find_first_not_of("0123456789", word.size());
  if (!reason.starts_with(word) || end == word.size() || end == std::string::npos) return reason;
  return std::string(word) + std::to_string(index) + reason.substr(end);
}

json plan_record(const NewAsset& asset, std::string_view outcome, std::string_view reason) {
  return {{"externalId", asset.external_id ? json(*asset.external_id) : json()},
          {"outcome", outcome},
          {"reason", reason}};
}

void count_uploads(const NewAsset& asset, Planned& plan) {
  std::error_code error;
  const std::string& text = asset.content.text();
  constexpr std::size_t longest_path = 4096;
  if (text.empty() || text.size() > longest_path || !std::filesystem::is_regular_file(text, error)) return;
  ++plan.uploads;
  const auto size = std::filesystem::file_size(text, error);
  if (!error) plan.upload_bytes += size;
}

void count_calls(Planned& plan) {
  if (plan.fresh == 0) return;
  plan.calls = 1 + pieces(plan.fresh, ids_per_query) + pieces(plan.fresh, assets_per_mutation) +
               pieces(plan.uploads, uploads_per_query);
}

std::size_t seconds_at_limit(const Planned& plan, std::size_t calls_per_minute) {
  constexpr std::size_t minute = 60;
  if (calls_per_minute == 0 || plan.calls == 0) return 0;
  return (plan.calls - 1) / calls_per_minute * minute;
}

}  // namespace

int write_import_plan(Session& session, const std::string& project_id, AssetSource& source) {
  const auto assets = all_of(source);
  const auto existing = existing_among(session, project_id, assets);
  RecordWriter writer(session.output(), {"externalId", "outcome", "reason"}, LastColumn::wrapped);
  Planned plan;
  std::set<std::string> seen;
  std::vector<const NewAsset*> fresh;
  for (const auto& asset : assets) {
    if (asset.external_id && existing.contains(*asset.external_id)) {
      ++plan.existing;
      writer.add(plan_record(asset, "exists", "the project has its external id"));
    } else if (asset.external_id && !seen.insert(*asset.external_id).second) {
      ++plan.duplicates;
      writer.add(plan_record(asset, "twice", "its external id is in the source more than once"));
    } else {
      fresh.push_back(&asset);
    }
  }
  Checker checker(session, project_id);
  std::vector<Checker::Refusal> refusals;
  for (std::size_t begin = 0; begin < fresh.size(); begin += assets_per_check) {
    const auto count = std::min(assets_per_check, fresh.size() - begin);
    checker.check(std::span(fresh).subspan(begin, count), refusals);
  }
  std::set<const NewAsset*> refused;
  for (const auto& [asset, reason] : refusals) {
    refused.insert(asset);
    const auto index = static_cast<std::size_t>(asset - assets.data());
    writer.add(plan_record(*asset, "refused", at_place(index, reason)));
  }
  for (const auto* asset : fresh) {
    if (!refused.contains(asset)) count_uploads(*asset, plan);
  }
  plan.refused = refused.size();
  plan.fresh = fresh.size() - refused.size();
  count_calls(plan);
  const std::size_t seconds = seconds_at_limit(plan, session.client_options().calls_per_minute);
  if (session.output().format() == Format::jsonl) {
    writer.add({{"plan",
                 {{"calls", plan.calls},
                  {"existing", plan.existing},
                  {"refused", plan.refused},
                  {"seconds", seconds},
                  {"to_import", plan.fresh},
                  {"twice", plan.duplicates},
                  {"upload_bytes", plan.upload_bytes},
                  {"uploads", plan.uploads}}}});
  }
  writer.finish();
  session.note(std::to_string(plan.fresh) + " to import, " + std::to_string(plan.existing) +
               " there already, " + std::to_string(plan.duplicates) + " twice, " +
               std::to_string(plan.refused) + " refused; about " + std::to_string(plan.calls) + " calls, " +
               std::to_string(plan.uploads) + " uploads of " + std::to_string(plan.upload_bytes) +
               " bytes; at the limit of " + std::to_string(session.client_options().calls_per_minute) +
               " calls a minute at least " + std::to_string(seconds) +
               " s beside the uploads; nothing was sent that changes anything");
  return plan.refused == 0 ? exit_code::ok : exit_code::incomplete;
}

}  // namespace kili::cli
