#pragma once

#include "use_cases/assets/importing/import_row.hpp"

namespace kili::use_cases {

/// The metadata of a video: as given, with an empty "processingParameters" when there are none
/// (contract/README.md, "Importing": sent as given).
[[nodiscard]] Json with_processing_parameters(const ImportRow& row);

/// True unless the processing parameters say `"shouldUseNativeVideo": false`: the video is then cut into
/// frames.
/// @throws ImportValidationError when the parameters are no object or that one is neither true nor false.
[[nodiscard]] bool uses_native_video(const ImportRow& row);

}  // namespace kili::use_cases
