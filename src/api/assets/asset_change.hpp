#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/assets/page_resolution.hpp"

namespace kili::api {

/// A property that a mutation names. Not named: it is not part of the request. Named without a value: it is
/// sent as null, and the service leaves it as it is.
template <typename T>
using Named = std::optional<std::optional<T>>;

/// The properties of one asset that an update sets.
struct AssetChange {
  Named<double> consensus_mark{};
  Named<std::string> content{};
  Named<std::string> external_id{};
  Named<double> honeypot_mark{};
  Named<bool> is_honeypot{};
  Named<bool> is_used_for_consensus{};
  Named<std::string> json_content{};
  Named<std::string> json_metadata{};  ///< JSON text.
  Named<std::vector<PageResolution>> page_resolutions{};
  Named<int> priority{};
  Named<Resolution> resolution{};
  /// Ids or emails of users. Named without a value, or empty: the asset is assigned to nobody.
  Named<std::vector<std::string>> to_be_labeled_by{};
};

/// The change that two changes of one asset make together: what `later` sets prevails.
[[nodiscard]] AssetChange merged(AssetChange change, const AssetChange& later);

/// The change as AssetData of the schema.
[[nodiscard]] nlohmann::json asset_data(const AssetChange& change);
/// Bytes that an asset with this change adds to the body of an update.
[[nodiscard]] std::size_t update_bytes(std::string_view asset_id, const AssetChange& change);
/// The fields of an asset that show whether the change was made.
[[nodiscard]] std::vector<std::string> fields_showing(const AssetChange& change);
/// Whether a record with those fields is as the change asks.
[[nodiscard]] bool shows(const nlohmann::json& record, const AssetChange& change);

}  // namespace kili::api
