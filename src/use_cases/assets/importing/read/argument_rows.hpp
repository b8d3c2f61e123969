#pragma once

#include <cstddef>
#include <string>

#include "kili/assets/append_many_to_dataset.hpp"

namespace kili::use_cases {

/// The parallel arrays of a call, read as rows, as often as needed.
class ArgumentRows final : public detail::NewAssetSource {
 public:
  /// `arguments` outlives the rows.
  /// @throws ValidationError no content, two kinds of content, or an array with another length.
  explicit ArgumentRows(const AppendManyToDataset& arguments);

  bool next(NewAsset& row) override;
  void rewind() noexcept { next_ = 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  const AppendManyToDataset& arguments_;
  std::size_t next_ = 0;
  std::size_t size_ = 0;
};

/// The argument that is given with no element and makes the call do nothing, or an empty text.
[[nodiscard]] std::string empty_argument(const AppendManyToDataset& arguments);

}  // namespace kili::use_cases
