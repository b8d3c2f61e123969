#pragma once

#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

/// A mutation of exactly one asset.
using SingleAssetMutation = SingleMutation;

}  // namespace kili::use_cases
