#pragma once

#include <span>
#include <string>

namespace kili::graphql {

/// True when one of the messages of a GraphQL error names a failure inside the service that passes, so that
/// the same request may succeed a little later (docs/service.md, "Retries").
[[nodiscard]] bool is_temporary(std::span<const std::string> messages);

}  // namespace kili::graphql
