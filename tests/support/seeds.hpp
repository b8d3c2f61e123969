#pragma once

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

namespace kili::test {

/// The seeds of a test of random schedules, one after the other: 100, of which the first is made of the
/// commit (a file that CMake writes), so that every commit tries others. In the environment, KILI_SEED is the
/// first seed and KILI_SEEDS how many: KILI_SEED=17 KILI_SEEDS=1 replays one.
class Seeds {
 public:
  Seeds() : first_(from_environment("KILI_SEED", of_commit())), count_(from_environment("KILI_SEEDS", 100)) {
    std::cout << "KILI_SEED=" << first_ << " KILI_SEEDS=" << count_ << " replays these seeds" << std::endl;
  }

  std::uint64_t first() const { return first_; }
  std::uint64_t end() const { return first_ + count_; }
  std::uint64_t count() const { return count_; }

 private:
  static std::uint64_t of_commit() {
    std::ifstream file(KILI_FIRST_SEED_FILE);
    std::uint64_t seed = 1;
    file >> seed;
    return seed;
  }

  static std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* const value = std::getenv(name);
    return value != nullptr && *value != '\0' ? std::stoull(value) : otherwise;
  }

  std::uint64_t first_;
  std::uint64_t count_;
};

}  // namespace kili::test
