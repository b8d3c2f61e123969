#include "support/random.hpp"

namespace kili::support {
namespace {

std::mt19937_64 engine_from_system() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device(), device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

}  // namespace

RandomSource::RandomSource() : engine_(engine_from_system()) {}
RandomSource::RandomSource(std::uint64_t seed) : engine_(seed) {}

std::uint64_t RandomSource::next() {
  const std::scoped_lock lock(mutex_);
  return engine_();
}

double RandomSource::fraction() {
  constexpr double two_to_53 = 9007199254740992.0;
  return static_cast<double>(next() >> 11U) / two_to_53;
}

}  // namespace kili::support
