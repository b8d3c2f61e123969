// Gives the parsers their committed inputs (corpora/) and seeded changes of them:
//   kili_fuzz_replay [TARGET...]           all targets if none is named
//   kili_fuzz_replay --unpack TARGET DIR   writes the inputs of a target as files, for libFuzzer
// KILI_SEED is the seed (by default one made of the commit), KILI_CHANGES how many changed inputs each target
// gets. The program ends with an abort at the first finding, and tells the input.

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "fuzz_targets.hpp"
#include "inputs.hpp"

namespace {

namespace fuzz = kili::fuzz;

const std::filesystem::path corpora = KILI_TESTS_DIR "/fuzz/corpora";

std::uint64_t number_of(const char* name, std::uint64_t otherwise) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0' ? std::strtoull(value, nullptr, 10) : otherwise;
}

std::uint64_t seed_of_commit() {
  std::ifstream file(KILI_FIRST_SEED_FILE);
  std::uint64_t seed = 1;
  file >> seed;
  return seed;
}

// What is told when a parser aborts.
std::string_view current_input;
std::string_view current_target;

extern "C" void tell_input(int signal) {
  // No function that the signal may have interrupted: the text is written as it is.
  const std::string_view begin = "\nThe input, as libFuzzer would keep it, of target ";
  static_cast<void>(!::write(STDERR_FILENO, begin.data(), begin.size()));
  static_cast<void>(!::write(STDERR_FILENO, current_target.data(), current_target.size()));
  static_cast<void>(!::write(STDERR_FILENO, ":\n", 2));
  static_cast<void>(!::write(STDERR_FILENO, current_input.data(), current_input.size()));
  static_cast<void>(!::write(STDERR_FILENO, "\n", 1));
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(const fuzz::FuzzTarget& target, std::uint64_t seed, std::uint64_t changes) {
  const auto inputs = fuzz::read_inputs(corpora / target.name);
  current_target = target.name;
  for (const std::string& input : inputs) {
    current_input = input;
    target.run(input);
  }
  std::mt19937_64 random(seed);
  for (std::uint64_t i = 0; i < changes; ++i) {
    const std::string input = fuzz::changed_input(inputs, random);
    current_input = input;
    target.run(input);
  }
  std::cout << target.name << ": " << inputs.size() << " inputs, " << changes << " changed ones, seed "
            << seed << '\n';
}

int unpack(const fuzz::FuzzTarget& target, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::size_t number = 0;
  for (const std::string& input : fuzz::read_inputs(corpora / target.name)) {
    std::ofstream(folder / ("seed_" + std::to_string(number++)), std::ios::binary) << input;
  }
  return 0;
}

const fuzz::FuzzTarget& target_of(std::string_view name) {
  const fuzz::FuzzTarget* const target = fuzz::find_fuzz_target(name);
  if (target != nullptr) return *target;
  std::cerr << "kili_fuzz_replay: there is no target '" << name << "'; there are";
  for (const auto& known : fuzz::fuzz_targets()) std::cerr << ' ' << known.name;
  std::cerr << '\n';
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  if (arguments.size() == 1 && arguments[0] == "--list") {
    for (const auto& target : fuzz::fuzz_targets()) std::cout << target.name << '\n';
    return 0;
  }
  if (arguments.size() == 3 && arguments[0] == "--unpack")
    return unpack(target_of(arguments[1]), arguments[2]);
  const std::uint64_t seed = number_of("KILI_SEED", seed_of_commit());
  const std::uint64_t changes = number_of("KILI_CHANGES", 300);
  std::signal(SIGABRT, tell_input);
  std::signal(SIGSEGV, tell_input);
  if (arguments.empty()) {
    for (const auto& target : fuzz::fuzz_targets()) run(target, seed, changes);
  } else {
    for (const auto name : arguments) run(target_of(name), seed, changes);
  }
  return 0;
}
