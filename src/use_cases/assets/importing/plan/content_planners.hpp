#pragma once

#include <map>
#include <memory>
#include <utility>

#include "kili/enums.hpp"
#include "support/message_log.hpp"
#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// The planners of the kinds of content that stand in one import.
class ContentPlanners {
 public:
  ContentPlanners(InputType input_type, support::MessageLog log)
      : input_type_(input_type), log_(std::move(log)) {}

  /// The same one for each row of the kind.
  [[nodiscard]] ContentPlanner& of(ContentKind kind);

 private:
  [[nodiscard]] std::unique_ptr<ContentPlanner> make(ContentKind kind) const;

  InputType input_type_;
  support::MessageLog log_;
  std::map<ContentKind, std::unique_ptr<ContentPlanner>> planners_;
};

}  // namespace kili::use_cases
