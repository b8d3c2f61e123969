#include "support/ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace kili::support {
namespace {

std::string base36(std::uint64_t value, std::size_t width) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string text(width, '0');
  for (std::size_t place = width; place > 0 && value > 0; --place, value /= 36)
    text[place - 1] = digits[value % 36];
  return text;
}

}  // namespace

IdGenerator::IdGenerator(std::shared_ptr<const Clock> clock, std::shared_ptr<RandomSource> random)
    : clock_(std::move(clock)), random_(std::move(random)) {}

std::string IdGenerator::cuid() const {
  const auto since_1970 = clock_->wall_time().time_since_epoch();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
  return fmt::format("c{}{}{}",
                     base36(static_cast<std::uint64_t>(std::max<std::int64_t>(milliseconds, 0)), 8),
                     base36(random_->next(), 8), base36(random_->next(), 8));
}

std::string IdGenerator::uuid_hex() const {
  constexpr std::uint64_t version_4 = 0x4000;
  constexpr std::uint64_t variant_1 = std::uint64_t{2} << 62U;
  const std::uint64_t high = (random_->next() & ~std::uint64_t{0xf000}) | version_4;
  const std::uint64_t low = (random_->next() >> 2U) | variant_1;
  return fmt::format("{:016x}{:016x}", high, low);
}

std::string IdGenerator::uuid() const {
  std::string text = uuid_hex();
  for (const std::size_t place : {8U, 13U, 18U, 23U}) text.insert(place, 1, '-');
  return text;
}

}  // namespace kili::support
