#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "api/assets/asset_query.hpp"
#include "api/service_capabilities.hpp"
#include "kili/assets/asset_filters.hpp"

namespace kili::api {

// Services of before 26.2 have fewer filters, and other names for two statuses.

/// What the service must know to carry these filters.
[[nodiscard]] std::vector<Requirement> requirements_of(const AssetFilters& filters);
/// A status in the filters that has another name in earlier services; empty: there is none.
[[nodiscard]] std::string_view new_step_status_in(const AssetFilters& filters) noexcept;
/// The filters with the statuses under the names that earlier services have.
[[nodiscard]] AssetFilters with_former_step_statuses(AssetFilters filters);

/// Calls `send(query)` so that the service understands its filters.
/// @throws UnsupportedByServiceError naming a filter that an earlier version of the service does not have;
/// else what `send` throws.
template <typename Send>
auto send_filters(const ServiceCapabilities& capabilities, const AssetQuery& query, const Send& send) {
  return capabilities.require(requirements_of(query.filters), [&] {
    const auto status = new_step_status_in(query.filters);
    if (status.empty()) return send(query);
    return capabilities.choose(
        status, [&] { return send(query); },
        [&] {
          AssetQuery former = query;
          former.filters = with_former_step_statuses(std::move(former.filters));
          return send(former);
        });
  });
}

}  // namespace kili::api
