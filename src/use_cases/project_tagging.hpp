#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/call_context.hpp"
#include "support/call_progress.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// What becomes of the tags of a project.
enum class Tagging : std::uint8_t {
  give,
  take
};

/// Gives tags to a project one by one, or takes them away.
/// @param progress null: nothing is shown.
/// @throws MutationError with the outcome of each tag, in this order.
void change_tags(const Resources& resources, Tagging tagging, std::string_view project_id,
                 const std::vector<std::string>& tag_ids, support::CallProgress* progress,
                 const support::CallContext& context);

/// The ids, each once, in the order in which they are first named.
[[nodiscard]] std::vector<std::string> each_once(std::vector<std::string> ids);

}  // namespace kili::use_cases
