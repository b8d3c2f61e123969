#pragma once

#include <nlohmann/json.hpp>

namespace kili::use_cases {

/// Decodes the JSON texts inside a record as the specification's peer does (contract/README.md, "Listing"):
/// jsonMetadata, and jsonResponse of labels and latestLabel(s). Text that is not JSON becomes {}.
void decode_asset_record(nlohmann::json& record);

}  // namespace kili::use_cases
