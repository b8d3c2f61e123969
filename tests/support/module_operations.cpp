#include "module_operations.hpp"

#include <fmt/format.h>

#include "module_operations_label_changes.hpp"

namespace kili::test {

const std::vector<ModuleOperation>& module_operations() {
  static const auto all = [] {
    std::vector<ModuleOperation> operations;
    add_label_change_operations(operations);
    return operations;
  }();
  return all;
}

std::string name_of(const ModuleOperation& operation) {
  return operation.variant.empty() ? std::string(operation.method)
                                   : fmt::format("{} ({})", operation.method, operation.variant);
}

}  // namespace kili::test
