#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "kili/kili.hpp"

namespace kili::test {

/// An asset of an open import: "<name> <number>", at a URL.
[[nodiscard]] inline NewAsset numbered_asset(std::size_t number, const std::string& name = "frame") {
  return {.content = "https://x/" + std::to_string(number) + ".jpg",
          .external_id = name + " " + std::to_string(number)};
}

/// Remembers what AssetImportSettings::on_asset was told.
class SettledAssets {
 public:
  [[nodiscard]] auto listener() {
    return [this](const ImportedAsset& asset) {
      const std::scoped_lock lock(mutex_);
      assets_.push_back(asset);
      changed_.notify_all();
    };
  }
  void await(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return assets_.size() >= count; });
  }
  [[nodiscard]] std::vector<ImportedAsset> all() const {
    const std::scoped_lock lock(mutex_);
    return assets_;
  }
  [[nodiscard]] std::size_t count(ImportOutcome outcome) const {
    std::size_t count = 0;
    for (const auto& asset : all()) count += asset.outcome == outcome ? 1 : 0;
    return count;
  }
  /// Whether each asset was told of once.
  [[nodiscard]] bool once_each() const {
    std::set<std::size_t> indexes;
    for (const auto& asset : all()) {
      if (!indexes.insert(asset.index).second) return false;
    }
    return true;
  }

 private:
  std::vector<ImportedAsset> assets_;
  std::condition_variable changed_;
  mutable std::mutex mutex_;
};

}  // namespace kili::test
