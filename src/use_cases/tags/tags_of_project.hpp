#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kili/tags/tag_project.hpp"
#include "kili/tags/untag_project.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `tag_project`.
class ProjectTagging {
 public:
  explicit ProjectTagging(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the tags, also of those that the project had before.
  [[nodiscard]] std::vector<std::string> run(const TagProject& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

/// `untag_project`.
class ProjectUntagging {
 public:
  explicit ProjectUntagging(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the tags that were taken.
  [[nodiscard]] std::vector<std::string> run(const UntagProject& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
