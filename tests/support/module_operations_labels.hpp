#pragma once

#include <vector>

#include "module_operations.hpp"

namespace kili::test {

void add_label_operations(std::vector<ModuleOperation>& operations);

}  // namespace kili::test
