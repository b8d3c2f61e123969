#pragma once

/// @file
/// Arguments of `Client::untag_project()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Tags that are taken from a project. Exactly one of `tags`, `tag_ids` and `all` is given; the project must
/// have them.
struct UntagProject {
  bool all = false;                    ///< All tags that it has.
  std::optional<bool> disable_tqdm{};  ///< Hides the progress bar that is shown on a terminal.
  std::string project_id{};            ///< Needed.
  List<std::string> tag_ids{};
  List<std::string> tags{};  ///< Labels.
};

}  // namespace v0_1
}  // namespace kili
