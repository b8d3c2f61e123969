#pragma once

/// @file
/// Arguments of `Client::tag_project()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Tags that a project gets. They are named by `tags` or by `tag_ids`; all must exist in the organisation.
struct TagProject {
  std::optional<bool> disable_tqdm{};  ///< Hides the progress bar that is shown on a terminal.
  std::string project_id{};            ///< Needed.
  List<std::string> tag_ids{};
  List<std::string> tags{};  ///< Labels.
};

}  // namespace v0_1
}  // namespace kili
