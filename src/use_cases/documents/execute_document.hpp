#pragma once

#include <string_view>
#include <utility>

#include "kili/graphql.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `Client::execute()`.
class ExecuteDocument {
 public:
  explicit ExecuteDocument(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] Json run(std::string_view document, const Json& variables, const ExecuteSettings& settings,
                         const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
