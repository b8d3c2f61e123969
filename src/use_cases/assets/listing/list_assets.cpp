#include "use_cases/assets/listing/list_assets.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "api/assets/asset_fields.hpp"
#include "kili/errors.hpp"
#include "use_cases/assets/listing/asset_listing.hpp"
#include "use_cases/assets/listing/filter_checks.hpp"
#include "use_cases/assets/media/media_download.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t largest_page = api::AssetsApi::records_per_page;
constexpr std::size_t most_prefetch = 64;

}  // namespace

std::unique_ptr<detail::RecordStream<Asset>> ListAssets::run(std::string_view project_id,
                                                             const AssetFilters& filters,
                                                             const AssetsArguments& arguments,
                                                             support::CallContext context) const {
  if (arguments.fields) api::check_asset_fields(*arguments.fields);
  MediaDownload::check_arguments(arguments);
  if (arguments.page_size && (*arguments.page_size == 0 || *arguments.page_size > largest_page)) {
    throw ValidationError(
        fmt::format("page_size {} is not between 1 and {}", *arguments.page_size, largest_page));
  }
  if (arguments.prefetch > most_prefetch) {
    throw ValidationError(fmt::format("prefetch {} is more than {}", arguments.prefetch, most_prefetch));
  }
  check_filters(project_id, filters, resources_.log);
  return std::make_unique<AssetListing>(
      resources_, api::AssetQuery{.filters = filters, .project_id = std::string(project_id)}, arguments,
      std::move(context));
}

}  // namespace kili::use_cases
