#include "use_cases/assets/listing/list_assets.hpp"

#include <string>
#include <utility>

#include "api/assets/asset_fields.hpp"
#include "use_cases/assets/listing/asset_listing.hpp"
#include "use_cases/assets/listing/filter_checks.hpp"
#include "use_cases/assets/media/media_download.hpp"
#include "use_cases/filters_fingerprint.hpp"
#include "use_cases/listing_arguments.hpp"

namespace kili::use_cases {
std::unique_ptr<detail::RecordStream<Asset>> ListAssets::run(std::string_view project_id,
                                                             const AssetFilters& filters,
                                                             const AssetsArguments& arguments,
                                                             support::CallContext context) const {
  if (arguments.fields) api::check_asset_fields(*arguments.fields);
  MediaDownload::check_arguments(arguments);
  check_paging(arguments.page_size, arguments.prefetch);
  check_filters(project_id, filters, resources_.log);
  const auto fingerprint = fingerprint_of(project_id, filters);
  AssetsArguments from_place = arguments;
  from_place.skip = first_place(arguments.cursor, arguments.skip, "assets", fingerprint);
  auto listing = std::make_unique<AssetListing>(
      resources_, api::AssetQuery{.filters = filters, .project_id = std::string(project_id)},
      std::move(from_place), std::move(context));
  listing->set_fingerprint(fingerprint);
  return listing;
}

}  // namespace kili::use_cases
