// Throws changed labels at the reader of parsed labels: kili_label_fuzz [SECONDS [SEED]]. Ends with an abort
// and the label when something is wrong. Sanitizers make it see more (presets asan-ubsan and tsan).

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>

#include "label_checks.hpp"
#include "label_samples.hpp"

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 1;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  try {
    auto samples = kili::fuzz::read_samples(KILI_TESTS_DIR "/labels/cases");
    std::mt19937_64 random(seed);
    std::size_t labels = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (std::chrono::steady_clock::now() < end) {
      auto& sample = samples[random() % samples.size()];
      std::string mutated = kili::fuzz::mutate(sample.json_response, random);
      kili::fuzz::check_label(mutated, sample.ontology);
      // Some changes stay, so that labels get stranger with time.
      if (random() % 8 == 0) samples.push_back({sample.ontology, std::move(mutated)});
      constexpr std::size_t most_samples = 20'000;
      if (samples.size() > most_samples) samples.erase(samples.begin() + most_samples / 2, samples.end());
      ++labels;
    }
    std::cout << labels << " labels, seed " << seed << '\n';
  } catch (const std::exception& error) {
    std::cerr << "not an error of the library: " << error.what() << '\n';
    std::abort();
  }
  return 0;
}
