#pragma once

#include <string>

#include "support/clock.hpp"
#include "support/random.hpp"

namespace kili::support {

/// Makes the identifiers that the client chooses: ids are cuids, external ids are random UUIDs in hexadecimal
/// (docs/service.md, "Importing"). Thread-safe.
class IdGenerator {
 public:
  IdGenerator(std::shared_ptr<const Clock> clock, std::shared_ptr<RandomSource> random);

  /// "c", milliseconds since 1970 and 64 random bits, in base 36: 25 characters that sort by time.
  [[nodiscard]] std::string cuid() const;
  /// Version 4 UUID, 32 hexadecimal digits.
  [[nodiscard]] std::string uuid_hex() const;
  /// Version 4 UUID with dashes.
  [[nodiscard]] std::string uuid() const;

 private:
  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<RandomSource> random_;
};

}  // namespace kili::support
