#include "exports/training_sets.hpp"

#include <cstdint>
#include <utility>

#include "exports/yaml_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

/// FNV-1a of 64 bits, then the mix of MurmurHash3, since the highest bits of FNV-1a alone hardly depend on
/// the last characters.
std::uint64_t hash_of(std::string_view seed, std::string_view text) noexcept {
  constexpr std::uint64_t prime = 0x100000001B3;
  std::uint64_t hash = 0xCBF29CE484222325;
  const auto add = [&hash](char each) { hash = (hash ^ static_cast<unsigned char>(each)) * prime; };
  for (const char each : seed) add(each);
  add('\0');
  for (const char each : text) add(each);
  hash = (hash ^ (hash >> 33U)) * 0xFF51AFD7ED558CCD;
  hash = (hash ^ (hash >> 33U)) * 0xC4CEB9FE1A85EC53;
  return hash ^ (hash >> 33U);
}

}  // namespace

TrainingSets::TrainingSets(TrainingSplit split)
    : end_of_train_(split.train / (split.train + split.validation + split.test)),
      end_of_validation_((split.train + split.validation) / (split.train + split.validation + split.test)),
      seed_(std::move(split.seed)) {}

std::size_t TrainingSets::index_of(std::string_view external_id) const noexcept {
  constexpr int unused_bits = 11;
  const double fraction = static_cast<double>(hash_of(seed_, external_id) >> unused_bits) * 0x1.0p-53;
  if (fraction < end_of_train_) return 0;
  return fraction < end_of_validation_ ? 1 : 2;
}

SetLists::SetLists(TrainingSets sets, const std::filesystem::path& spools) : sets_(std::move(sets)) {
  for (auto& spool : spools_) spool = std::make_unique<Spool>(spools);
}

void SetLists::add(std::string_view external_id, std::string_view line) {
  Spool& spool = *spools_.at(sets_.index_of(external_id));
  spool.append(one_line(line));
  spool.append("\n");
}

void SetLists::write(const std::string& prefix, FileSink& sink) {
  for (std::size_t i = 0; i < spools_.size(); ++i) {
    Spool& spool = *spools_.at(i);
    sink.add_parts(prefix + std::string(TrainingSets::names.at(i)) + ".txt", spool.size(),
                   [&spool] { return spool.next(); });
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
