#pragma once

#include <cstddef>
#include <string_view>

#include "kili/assets/asset_filters.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `count_assets` of the specification.
class CountAssets {
 public:
  explicit CountAssets(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::size_t run(std::string_view project_id, const AssetFilters& filters,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
