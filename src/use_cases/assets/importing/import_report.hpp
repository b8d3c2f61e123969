#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kili/assets/append_many_to_dataset.hpp"
#include "kili/errors.hpp"

namespace kili::use_cases {

/// What became of every asset of an import, in input order, in some 50 bytes an asset. Used by one thread.
class ImportReport {
 public:
  /// The next asset of the input; it is `not_sent` until something else is known.
  void add(std::string_view asset_id, std::string_view external_id);
  /// Says that the asset goes through an asynchronous import.
  void set_asynchronous(std::size_t index) { entries_[index].asynchronous = true; }
  void set(std::size_t index, ImportOutcome outcome, std::string reason = {});

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t count(ImportOutcome outcome) const noexcept {
    return counts_[static_cast<std::size_t>(outcome)];
  }
  [[nodiscard]] ImportOutcome outcome(std::size_t index) const noexcept { return entries_[index].outcome; }
  [[nodiscard]] std::string external_id(std::size_t index) const;

  /// The result of an import that did not fail.
  [[nodiscard]] AppendResult result(std::string_view project_id) const;
  /// Every asset.
  [[nodiscard]] std::vector<ImportedAsset> assets() const;

 private:
  struct Entry {
    bool asynchronous = false;
    ImportOutcome outcome = ImportOutcome::not_sent;
    std::size_t text_begin = 0;  ///< In texts_: the asset's id, then its external id.
    std::uint32_t asset_id_size = 0;
    std::uint32_t external_id_size = 0;
  };

  [[nodiscard]] std::string_view asset_id(const Entry& entry) const noexcept;
  [[nodiscard]] ImportedAsset asset(std::size_t index) const;

  std::size_t counts_[6] = {};
  std::vector<Entry> entries_;
  std::unordered_map<std::size_t, std::string> reasons_;
  std::string texts_;
};

}  // namespace kili::use_cases
