#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/errors.hpp"

namespace kili::use_cases {

/// What became of each label of a call, in little memory: of a million labels some 30 MB.
class LabelReport {
 public:
  /// @param keeps_ids whether the ids of the labels are wanted in the end.
  explicit LabelReport(bool keeps_ids) : keeps_ids_(keeps_ids) {}

  /// The next label of the input. @return its index.
  std::size_t add(std::string_view asset_id);
  void set(std::size_t index, MutationOutcome became, std::string reason = {});
  void set_created(std::size_t index, std::string label_id);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t count(MutationOutcome wanted) const;
  [[nodiscard]] std::string_view asset_id(std::size_t index) const;
  /// Ids of the labels in input order. Leaves the report without them.
  [[nodiscard]] std::vector<std::string> take_ids() { return std::move(ids_); }
  /// One entry for each label.
  [[nodiscard]] std::vector<MutatedAsset> entries() const;

 private:
  static constexpr std::size_t block_size = 1024;
  struct Block {
    std::vector<std::uint32_t> ends;     ///< Of the ids in `text`.
    std::vector<std::uint8_t> outcomes;  ///< Values of MutationOutcome.
    std::string text;                    ///< Ids of assets one behind the other.
  };

  [[nodiscard]] std::uint8_t& outcome(std::size_t index) {
    return blocks_[index / block_size].outcomes[index % block_size];
  }
  [[nodiscard]] MutationOutcome outcome(std::size_t index) const {
    return static_cast<MutationOutcome>(blocks_[index / block_size].outcomes[index % block_size]);
  }

  std::vector<Block> blocks_;
  std::vector<std::string> ids_;
  bool keeps_ids_;
  std::map<std::size_t, std::string> reasons_;
  std::size_t size_ = 0;
};

}  // namespace kili::use_cases
