#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exports/asset_files.hpp"
#include "exports/export_names.hpp"
#include "exports/file_sink.hpp"
#include "exports/losses.hpp"
#include "exports/pascal_voc_text.hpp"
#include "kili/assets/asset.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Makes the Pascal VOC files of labels and hands them out, one for each image or frame. See PascalVocWriter
/// for what it makes of labels.
class PascalVocFiles final : public AssetFiles {
 public:
  /// @param sink and @param losses outlive this.
  /// @throws ValidationError the project has neither images nor videos, a job does not exist or has no
  /// rectangles, or none has.
  PascalVocFiles(Ontology ontology, const List<std::string>& jobs, FileSink& sink, Losses& losses);

  /// @param size of the image as it is stored. @throws ValidationError the size is not usable.
  void add(const ParsedLabel& label, std::string_view external_id, ImageSize size);
  /// @throws FieldError a field was not requested.
  void add(const Asset& asset) override;
  /// @throws NotExportableAssetError there were labels, but the size of no image is known.
  void finish() override;

 private:
  [[nodiscard]] LossNotes notes_of(const ImageNames& names) const;
  void add(const ParsedLabel& label, const ImageNames& names, ImageSize size, std::string_view suffix);
  void add_image(const ParsedLabel& label, const ImageNames& names, ImageSize size, std::string_view suffix);
  void add_frames(const ParsedLabel& label, const ImageNames& names, ImageSize size, std::string_view suffix);
  void hand_out(const std::string& name, const ImageNames& names, const PascalVocImage& image,
                const LossNotes& notes);

  Ontology ontology_;
  std::vector<const JobInterface*> jobs_;
  WrittenFiles written_;
  Losses* losses_;
  std::string asset_without_size_;
  std::size_t sized_assets_ = 0;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
