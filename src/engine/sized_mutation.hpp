#pragma once

#include <cstddef>
#include <functional>

#include "engine/lost_answer_repair.hpp"
#include "engine/runtime.hpp"
#include "support/call_context.hpp"

namespace kili::engine {

/// How many bytes an item of a mutation adds to the body of its request, about.
using ItemBytes = std::function<std::size_t(std::size_t item)>;

/// Where a request ends that begins with the item `begin`: before the item that would pass the budget, at the
/// latest at `end`. An item that is larger than the budget goes alone.
[[nodiscard]] std::size_t end_of_request(std::size_t begin, std::size_t end, std::size_t budget,
                                         const ItemBytes& bytes_of);

/// Sends a mutation like send_with_repair(), in requests of a size that link and service take: tells the
/// budget what went well and what failed, and sends a batch in several requests when it has become too large
/// for the budget, or the service says so (413). In one request when the user has fixed the size of batches,
/// or without `bytes_of`.
void send_sized(const Runtime& runtime, RepairableMutation& mutation, const ItemBytes& bytes_of,
                RepairPolicy policy, MutationProgress& progress, const support::CallContext& context);

}  // namespace kili::engine
