#pragma once

#include <string_view>
#include <utility>

#include "kili/assets/append_many_to_dataset.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `append_many_to_dataset` of the specification: checks, leaves out what exists already, imports the rest,
/// and reports on every asset.
class AppendAssets {
 public:
  explicit AppendAssets(Resources resources) : resources_(std::move(resources)) {}

  /// Parallel arrays: all of them are checked before anything is created.
  [[nodiscard]] AppendResult run(std::string_view project_id, const AppendManyToDataset& arguments,
                                 const support::CallContext& context) const;
  /// A range, which is read once: each asset is checked when it is read.
  [[nodiscard]] AppendResult run(std::string_view project_id, detail::NewAssetSource& source,
                                 const AppendSettings& settings, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
