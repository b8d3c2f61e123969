#include "fuzz_properties.hpp"

#include <cstdio>
#include <cstdlib>

namespace kili::fuzz {

void fail_property(std::string_view what) {
  std::fprintf(stderr, "A property does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace kili::fuzz
