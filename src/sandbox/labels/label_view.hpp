#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "sandbox/store/model.hpp"

namespace kili::sandbox {

/// A label as the schema's type Label, without `labelOf`.
/// @param response_url_prefix not empty: it gives its jsonResponse at this URL followed by its id.
[[nodiscard]] nlohmann::json label_view(const Label& label, const Asset& asset,
                                        const std::string& response_url_prefix);

}  // namespace kili::sandbox
