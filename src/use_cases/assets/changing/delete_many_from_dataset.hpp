#pragma once

#include <optional>
#include <string>

#include "kili/assets/delete_many_from_dataset.hpp"
#include "support/call_context.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// `delete_many_from_dataset` of the specification.
class DeleteAssets {
 public:
  explicit DeleteAssets(Services services) : services_(std::move(services)) {}
  /// @return the project, if anything was deleted.
  [[nodiscard]] std::optional<std::string> run(const DeleteManyFromDataset& arguments,
                                               const support::CallContext& context) const;

 private:
  Services services_;
};

}  // namespace kili::use_cases
