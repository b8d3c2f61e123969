#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kili/assets/new_asset.hpp"

namespace kili::cli {

/// Assets to import, from a folder or a file, read as they are asked for.
class AssetSource {
 public:
  virtual ~AssetSource();
  AssetSource(const AssetSource&) = delete;
  AssetSource& operator=(const AssetSource&) = delete;

  /// Nothing at the end. @throws ValidationError naming file and line.
  [[nodiscard]] virtual std::optional<NewAsset> next() = 0;
  /// What was left out so far, a sentence each.
  [[nodiscard]] const std::vector<std::string>& left_out() const noexcept { return left_out_; }

 protected:
  AssetSource() = default;
  void leave_out(std::string sentence) { left_out_.push_back(std::move(sentence)); }

 private:
  std::vector<std::string> left_out_;
};

/// @param path of a folder, or of a file that ends with ".csv", ".jsonl" or ".ndjson".
/// @throws FileError nothing has the path, or it cannot be read; ValidationError it is none of these.
[[nodiscard]] std::unique_ptr<AssetSource> open_asset_source(const std::filesystem::path& path,
                                                             char separator);

/// The assets of a source as an input range.
class AssetSourceRange {
 public:
  class Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = NewAsset;
    using iterator_concept = std::input_iterator_tag;

    Iterator() noexcept = default;
    explicit Iterator(AssetSource* source) : source_(source), asset_(source->next()) {}
    [[nodiscard]] const NewAsset& operator*() const noexcept { return *asset_; }
    Iterator& operator++() {
      asset_ = source_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] friend bool operator==(const Iterator& it, std::default_sentinel_t) noexcept {
      return !it.asset_;
    }

   private:
    AssetSource* source_ = nullptr;
    std::optional<NewAsset> asset_;
  };

  explicit AssetSourceRange(AssetSource& source) noexcept : source_(&source) {}
  [[nodiscard]] Iterator begin() const { return Iterator(source_); }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  AssetSource* source_;
};

}  // namespace kili::cli
