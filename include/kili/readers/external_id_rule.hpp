#pragma once

/// @file
/// How readers of label files find the asset of a file.

#include <string>
#include <string_view>

#include "kili/callable.hpp"

namespace kili {
inline namespace v0_1 {

/// Gives the external id of the asset for the name of an image or label file, as the reader says in its
/// options; empty when no asset has it. Any callable that takes a `std::string_view` and returns what
/// converts to `std::string`. Not given: the rule of the reader.
using ExternalIdRule = detail::Callable<std::string(std::string_view)>;

}  // namespace v0_1
}  // namespace kili
