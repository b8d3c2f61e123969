#include "use_cases/assets/listing/list_assets.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "graphql/field_selection.hpp"
#include "kili/errors.hpp"
#include "api/assets/asset_where.hpp"
#include "use_cases/assets/media/media_download.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t largest_page = 1000;  // contract/schema.graphql, PageSize
constexpr std::size_t most_prefetch = 64;

}  // namespace

std::unique_ptr<detail::AssetStream> ListAssets::run(std::string_view project_id, const AssetFilters& filters,
                                                     const AssetsArguments& arguments,
                                                     support::CallContext context) const {
  if (arguments.fields) static_cast<void>(graphql::selection_of(*arguments.fields, 0));
  MediaDownload::check_arguments(arguments);
  if (arguments.page_size && (*arguments.page_size == 0 || *arguments.page_size > largest_page)) {
    throw ValidationError(
        fmt::format("page_size {} is not between 1 and {}", *arguments.page_size, largest_page));
  }
  if (arguments.prefetch > most_prefetch) {
    throw ValidationError(fmt::format("prefetch {} is more than {}", arguments.prefetch, most_prefetch));
  }
  auto where = asset_where(project_id, filters, services_.log);
  return std::make_unique<detail::AssetStream>(services_, std::string(project_id), filters, std::move(where),
                                               arguments, std::move(context));
}

}  // namespace kili::use_cases
