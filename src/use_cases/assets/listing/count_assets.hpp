#pragma once

#include <cstddef>
#include <string_view>

#include "kili/assets/asset_filters.hpp"
#include "support/call_context.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// `count_assets` of the specification.
class CountAssets {
 public:
  explicit CountAssets(Services services) : services_(std::move(services)) {}
  [[nodiscard]] std::size_t run(std::string_view project_id, const AssetFilters& filters,
                                const support::CallContext& context) const;

 private:
  Services services_;
};

}  // namespace kili::use_cases
