#include "module_operations.hpp"

#include <fmt/format.h>

namespace kili::test {

const std::vector<ModuleOperation>& module_operations() {
  static const std::vector<ModuleOperation> all;
  return all;
}

std::string name_of(const ModuleOperation& operation) {
  return operation.variant.empty() ? std::string(operation.method)
                                   : fmt::format("{} ({})", operation.method, operation.variant);
}

}  // namespace kili::test
