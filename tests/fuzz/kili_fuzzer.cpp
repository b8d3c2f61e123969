// Entry for libFuzzer: KILI_FUZZ_TARGET names the target (fuzz_targets.cpp). tests/fuzz/run.sh starts it.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz_targets.hpp"

namespace {

const kili::fuzz::FuzzTarget& chosen_target() {
  const char* const name = std::getenv("KILI_FUZZ_TARGET");
  const auto* const target = kili::fuzz::find_fuzz_target(name == nullptr ? "" : name);
  if (target == nullptr) {
    std::fputs("kili_fuzzer: KILI_FUZZ_TARGET names no target; kili_fuzz_replay --list shows them\n", stderr);
    std::exit(2);
  }
  return *target;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto& target = chosen_target();
  target.run(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
