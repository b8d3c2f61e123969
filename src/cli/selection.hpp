#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/session.hpp"
#include "kili/assets/asset_action_outcome.hpp"

namespace kili::cli {

/// The assets that a command changes: by id, by external id, by filters, or all of a project.
class AssetSelection {
 public:
  void add_to(CLI::App& app);
  /// The assets. Filters are looked up; ids and external ids are taken as they are.
  /// @throws MissingArgumentError when nothing is named; IncompatibleArgumentsError.
  struct Chosen {
    std::vector<std::string> asset_ids{};
    std::vector<std::string> external_ids{};
    std::string project_id{};  ///< Empty when no project is given, which ids do not need.
    std::vector<AssetReference> references{};

    /// Fills the arguments of a change.
    template <typename Arguments>
    void name_assets(Arguments& arguments) const {
      if (!external_ids.empty()) {
        arguments.external_ids = external_ids;
      } else {
        arguments.asset_ids = asset_ids;
      }
      if (!project_id.empty()) arguments.project_id = project_id;
    }
  };
  [[nodiscard]] Chosen choose(Session& session) const;

 private:
  bool all_ = false;
  std::vector<std::string> asset_ids_;
  std::vector<std::string> external_ids_;
  AssetFilters filters_;
  std::string ids_from_;
  ProjectChoice project_;
};

/// Writes what would be done to each asset, for `--dry-run`.
void write_dry_run(Session& session, const AssetSelection::Chosen& chosen, std::string_view change,
                   const nlohmann::json& details);
/// Writes what became of each asset. @return an exit code.
int write_outcome(Session& session, const AssetActionOutcome& outcome);

}  // namespace kili::cli
