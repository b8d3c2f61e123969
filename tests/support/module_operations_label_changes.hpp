#pragma once

#include <vector>

#include "module_operations.hpp"

namespace kili::test {

/// The operations that write labels.
void add_label_change_operations(std::vector<ModuleOperation>& operations);

}  // namespace kili::test
