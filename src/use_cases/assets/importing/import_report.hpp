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
  /// Is told of each asset when its outcome will not change any more, once.
  class Observer {
   public:
    Observer() = default;
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    virtual ~Observer() = default;
    virtual void settled(const ImportedAsset& asset) = 0;
  };

  /// To be called before the first asset is added, if at all.
  /// @param observer outlives the report.
  void tell(Observer& observer) { observer_ = &observer; }
  /// The next asset of the input; it is `not_sent` until something else is known.
  void add(std::string_view asset_id, std::string_view external_id);
  /// Says that the asset goes through an asynchronous import.
  void set_asynchronous(std::size_t index) { entries_[index].asynchronous = true; }
  void set(std::size_t index, ImportOutcome outcome, std::string reason = {});
  /// The same for an outcome that is going to change.
  void set_for_now(std::size_t index, ImportOutcome outcome, std::string reason = {});
  /// Says that the outcome that the asset has will not change any more.
  void settle(std::size_t index);
  /// Says that the outcomes that the assets have will not change any more.
  /// @param reason of those that have none and were not sent.
  void settle_all(const std::string& reason);
  /// Number of the assets before the first one that is not settled.
  [[nodiscard]] std::size_t settled_below() const noexcept { return settled_below_; }

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
    bool settled = false;
    ImportOutcome outcome = ImportOutcome::not_sent;
    std::size_t text_begin = 0;  ///< In texts_: the asset's id, then its external id.
    std::uint32_t asset_id_size = 0;
    std::uint32_t external_id_size = 0;
  };

  [[nodiscard]] std::string_view asset_id(const Entry& entry) const noexcept;
  [[nodiscard]] ImportedAsset asset(std::size_t index) const;

  std::size_t counts_[6] = {};
  std::vector<Entry> entries_;
  Observer* observer_ = nullptr;
  std::unordered_map<std::size_t, std::string> reasons_;
  std::size_t settled_below_ = 0;
  std::string texts_;
};

}  // namespace kili::use_cases
