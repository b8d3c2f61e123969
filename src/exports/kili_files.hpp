#pragma once

#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "exports/asset_files.hpp"
#include "exports/file_sink.hpp"
#include "exports/losses.hpp"
#include "exports/names_in_use.hpp"
#include "exports/spool.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// How records are written as they are.
struct KiliFilesOptions {
  NamesInUse* names = nullptr;  ///< Outlives the files; null: nothing else is written to "labels/".
  bool pixels = true;           ///< Pixels stand beside fractions, where the size of the image is known.
  bool pixel_labeling = false;  ///< The project labels images of satellites in their own grid of pixels.
  /// Gets "data.json", one file with all records; null: each has a file of its own.
  std::unique_ptr<Spool> single_file{};
};

/// Kili's own format: the records of assets with their labels as JSON.
class KiliFiles final : public AssetFiles {
 public:
  /// @param sink and @param losses outlive this.
  KiliFiles(Ontology ontology, KiliFilesOptions options, FileSink& sink, Losses& losses);

  /// Writes the record of the asset.
  /// @throws NotCompatibleOptionsError pixels of a PDF were asked for, and its pages have no sizes.
  void add(const Asset& asset) override;
  void finish() override;

  /// The name of the file of an asset below "labels/", without its extension.
  [[nodiscard]] static std::string stem_of(std::string_view external_id);

 private:
  [[nodiscard]] NamesInUse& names() noexcept {
    return options_.names != nullptr ? *options_.names : own_names_;
  }
  void put_pixels_into(nlohmann::json& record, const LossNotes& notes) const;

  Ontology ontology_;
  KiliFilesOptions options_;
  NamesInUse own_names_;
  FileSink* sink_;
  Losses* losses_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
