#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "kili/assets/new_asset.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// What Content::from_bytes(), from_reader() and from_stream() were given. Shared by the copies of a content.
struct HeldContent {
  std::span<const std::byte> bytes{};  ///< Without a reader.
  std::string format{};
  std::shared_ptr<const void> owner{};  ///< Of `bytes`.
  ContentReader reader{};               ///< Not given: the content is `bytes`.
  std::optional<std::uint64_t> size{};  ///< That the reader is said to give.
  mutable std::atomic<bool> was_read{false};
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
