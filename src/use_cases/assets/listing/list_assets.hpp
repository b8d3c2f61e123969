#pragma once

#include <memory>
#include <string_view>

#include "kili/assets/asset.hpp"
#include "kili/assets/asset_filters.hpp"
#include "kili/assets/assets_arguments.hpp"
#include "support/call_context.hpp"
#include "types/record_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `assets` of the specification: checks everything that can be checked before the first request.
class ListAssets {
 public:
  explicit ListAssets(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::unique_ptr<detail::RecordStream<Asset>> run(std::string_view project_id,
                                                                 const AssetFilters& filters,
                                                                 const AssetsArguments& arguments,
                                                                 support::CallContext context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
