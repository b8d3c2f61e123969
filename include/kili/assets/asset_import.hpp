#pragma once

/// @file
/// An import that stays open, for sources that go on: cameras, streams, watched folders.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "kili/assets/append_many_to_dataset.hpp"
#include "kili/assets/new_asset.hpp"
#include "kili/callable.hpp"
#include "kili/errors.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// What AssetImport::push() does while no further asset fits into the memory of the import.
enum class WhenFull {
  wait,        ///< It waits until there is room.
  refuse,      ///< It returns PushResult::refused; the asset is not imported.
  drop_oldest  ///< The assets that wait longest, and are not on their way, are dropped.
};

/// What became of a pushed asset at once.
enum class PushResult {
  accepted,  ///< It is going to be imported.
  refused    ///< There was no room: WhenFull::refuse.
};

/// How an open import works.
struct AssetImportSettings {
  /// Assets of a batch, 1 to 100: so many are sent at once.
  std::size_t batch_assets = 100;
  /// A batch is sent when the contents in it have that many bytes, 1 or more.
  std::uint64_t batch_bytes = std::uint64_t{32} << 20U;
  /// A batch is sent when its oldest asset has waited that long, 0 to 1 hour. 0: at once.
  std::chrono::milliseconds flush_interval{1'000};
  /// As AppendManyToDataset::journal.
  std::optional<std::string> journal{};
  /// Most assets that are pushed and not finished, 1 or more.
  std::size_t max_pending_assets = 10'000;
  /// Most bytes of contents in memory that are pushed and not finished; one asset is always taken.
  std::uint64_t max_pending_bytes = std::uint64_t{256} << 20U;
  /// Is told what became of each asset, once, in order of its settlement, from one thread at a time: a
  /// temporary file may then be removed. Must not call push() with WhenFull::wait, flush() or close(); what
  /// it throws is ignored.
  detail::Callable<void(const ImportedAsset&)> on_asset{};
  /// As AppendManyToDataset::wait_until_availability.
  bool wait_until_availability = true;
  WhenFull when_full = WhenFull::wait;
};

/// How many assets an import has had so far. `pushed` is the sum of all others.
struct AssetImportCounts {
  std::size_t accepted = 0;  ///< By the service, which imports them asynchronously.
  std::size_t created = 0;
  std::size_t dropped = 0;  ///< WhenFull::drop_oldest.
  std::size_t failed = 0;
  std::size_t not_sent = 0;  ///< The import ended before it was their turn.
  std::size_t pending = 0;   ///< Not finished yet.
  std::size_t pushed = 0;
  std::size_t refused = 0;  ///< WhenFull::refuse.
  std::size_t skipped = 0;
  std::size_t unknown = 0;
};

/// An import that is open: assets are pushed as they come, and sent in batches by a thread of the import
/// (Client::open_import()). push(), flush() and counts() may be called from any number of threads at once.
/// Assets are imported in the order in which they were pushed. An asset that is not fit, or cannot be
/// uploaded, fails alone. What the import needs is bounded by its settings; only the report grows, by some 50
/// bytes for each asset. Keeps the connection of its client alive.
class KILI_EXPORT AssetImport {
 public:
  AssetImport(AssetImport&&) noexcept;
  AssetImport& operator=(AssetImport&&) noexcept;
  AssetImport(const AssetImport&) = delete;
  AssetImport& operator=(const AssetImport&) = delete;
  /// As close(), without its report: waits for what was pushed. To end at once, trigger the stop token of the
  /// import.
  ~AssetImport();

  /// Gives an asset to the import. Does no I/O; waits with WhenFull::wait only.
  /// @throws ValidationError the import was closed, or the asset can be seen not to be fit: it is not pushed
  /// then; Cancelled, DeadlineExceeded while waiting; what ended the import, when it failed as a whole
  /// (AuthenticationError, NotFoundError of the project ...).
  PushResult push(NewAsset asset);
  /// Sends what waits, and returns when everything that was pushed before the call is finished.
  /// @throws what ended the import, when it failed as a whole; Cancelled, DeadlineExceeded.
  void flush();
  /// Sends what waits, waits until everything is finished, and ends the import. A further call returns the
  /// same.
  /// @return what became of the assets, in the order in which they were pushed.
  /// @throws ImportError when an asset failed, with the outcome of each; what append_many_to_dataset()
  /// throws.
  AppendResult close();
  [[nodiscard]] AssetImportCounts counts() const;

 private:
  friend class Client;
  class Implementation;
  explicit AssetImport(std::unique_ptr<Implementation> implementation) noexcept;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace v0_1
}  // namespace kili
