#pragma once

/// @file
/// The lazy range of `Client::assets()`.

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

#include "kili/assets/asset.hpp"
#include "kili/export.hpp"
#include "kili/table.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {
class AssetStream;
}

/// Assets in order of creation, page after page (`as_generator=True` of the specification). A single-pass
/// input range: nothing is sent before begin(); while a page is read the following pages are fetched, a
/// bounded number at once; destroying the range cancels its requests. When a page fails, all assets before it
/// are delivered first; the `++` (or begin()) that would have delivered the first asset of the page throws.
/// Not thread-safe. The range keeps the connection of its client alive.
class KILI_EXPORT AssetRange {
 public:
  class KILI_EXPORT Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = Asset;
    using iterator_concept = std::input_iterator_tag;

    Iterator() noexcept = default;
    [[nodiscard]] const Asset& operator*() const noexcept;
    [[nodiscard]] const Asset* operator->() const noexcept { return &**this; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    [[nodiscard]] friend bool operator==(const Iterator& it, std::default_sentinel_t) noexcept {
      return it.at_end();
    }

   private:
    friend class AssetRange;
    explicit Iterator(detail::AssetStream* stream) noexcept : stream_(stream) {}
    [[nodiscard]] bool at_end() const noexcept;

    detail::AssetStream* stream_ = nullptr;
  };

  explicit AssetRange(std::unique_ptr<detail::AssetStream> stream) noexcept;
  AssetRange(AssetRange&&) noexcept;
  AssetRange& operator=(AssetRange&&) noexcept;
  AssetRange(const AssetRange&) = delete;
  AssetRange& operator=(const AssetRange&) = delete;
  ~AssetRange();

  /// Sends the first requests and waits for the first asset. May be called once.
  /// @throws everything that reading a page throws.
  [[nodiscard]] Iterator begin();
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

  /// Number of assets that this range will deliver, as counted by the service. Sends the request for the
  /// count if it was not sent before.
  [[nodiscard]] std::size_t total();
  /// All assets (`as_generator=False`). Call instead of begin().
  [[nodiscard]] std::vector<Asset> to_vector() &&;
  [[nodiscard]] std::vector<Asset> to_vector() &;
  /// All assets as a table (`format="pandas"`), built while pages arrive. Needs memory for the
  /// columns of the table and a few pages. Call instead of begin().
  [[nodiscard]] Table to_table() &&;
  [[nodiscard]] Table to_table() &;

 private:
  std::unique_ptr<detail::AssetStream> stream_;
};

}  // namespace v0_1
}  // namespace kili
