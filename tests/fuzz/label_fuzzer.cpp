// Entry for libFuzzer: cmake --preset clang -DKILI_FUZZERS=ON. The first byte chooses the interface among
// those of the recorded cases, the rest are the answers.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "label_checks.hpp"
#include "label_samples.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto samples = kili::fuzz::read_samples(KILI_TESTS_DIR "/labels/cases");
  if (size == 0) return 0;
  const auto& sample = samples[data[0] * samples.size() / 256];
  kili::fuzz::check_label(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1),
                          sample.ontology);
  return 0;
}
