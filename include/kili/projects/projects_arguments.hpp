#pragma once

/// @file
/// Arguments of `Client::projects()` beside the filters.

#include <cstddef>
#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// How projects are listed.
struct ProjectsArguments {
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Fields to request, nested ones with dots ("roles.user.email"). Not given: "consensusTotCoverage", "id",
  /// "inputType", "jsonInterface", "minConsensusSize", "reviewCoverage", "roles.id", "roles.role",
  /// "roles.user.email", "roles.user.id", "title".
  List<std::string> fields{};
  /// Most projects to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// Number of projects to skip, in the order of the service.
  std::size_t skip = 0;
};

}  // namespace v0_1
}  // namespace kili
