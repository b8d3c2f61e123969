#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sandbox/store/media_storage.hpp"

namespace kili::sandbox {

/// Stores files that everybody may read: an object with an entry for each path, `text` or `base64` for the
/// content and `type` for the content type. @throws std::invalid_argument naming the path that is wrong.
void load_open_files(MediaStorage& storage, const nlohmann::json& bucket);

}  // namespace kili::sandbox
