#pragma once

#include "support/bell.hpp"
#include "use_cases/assets/importing/import_report.hpp"
#include "use_cases/assets/importing/live/asset_queue.hpp"
#include "use_cases/assets/importing/live/outage_patience.hpp"

namespace kili::use_cases {

/// What an open import has instead of an array or a range. The references outlive the import.
struct LiveInput {
  support::Bell& bell;  ///< Rings when there is something to do.
  ImportReport::Observer& observer;
  const OutagePatience& patience;
  AssetQueue& queue;
};

}  // namespace kili::use_cases
