#include "fuzz/fuzz_targets.hpp"
#include "fuzz/label_checks.hpp"
#include "fuzz/label_samples.hpp"

namespace kili::fuzz {

/// The first byte chooses the interface among those of the recorded cases, the rest are the answers.
void fuzz_labels(std::string_view input) {
  static const auto samples = read_samples(KILI_TESTS_DIR "/labels/cases");
  if (input.empty()) return;
  constexpr std::size_t bytes = 256;
  const auto& sample = samples[static_cast<unsigned char>(input.front()) * samples.size() / bytes];
  check_label(input.substr(1), sample.ontology);
}

}  // namespace kili::fuzz
