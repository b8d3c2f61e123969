#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kili/tags/create_tag.hpp"
#include "kili/tags/delete_tag.hpp"
#include "kili/tags/tag.hpp"
#include "kili/tags/tags_arguments.hpp"
#include "kili/tags/update_tag.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `tags`.
class ListTags {
 public:
  explicit ListTags(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::vector<Tag> run(const TagsArguments& arguments,
                                     const support::CallContext& context) const;

 private:
  Resources resources_;
};

/// `create_tag`.
class TagCreation {
 public:
  explicit TagCreation(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] Tag run(const CreateTag& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

/// `update_tag`.
class TagRenaming {
 public:
  explicit TagRenaming(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the tag.
  [[nodiscard]] std::string run(const UpdateTag& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

/// `delete_tag`.
class TagDeletion {
 public:
  explicit TagDeletion(Resources resources) : resources_(std::move(resources)) {}
  /// @return whether it was deleted.
  [[nodiscard]] bool run(const DeleteTag& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
