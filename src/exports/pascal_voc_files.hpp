#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exports/export_names.hpp"
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
class PascalVocFiles {
 public:
  /// Takes a file. @param name below the folder of the export, with slashes. @param owner the asset.
  /// @param notes for a file that cannot be taken; belongs to this object.
  using TakeFile = std::function<void(const std::string& name, std::string_view owner,
                                      std::string_view content, const LossNotes& notes)>;

  /// @throws ValidationError the project has neither images nor videos, a job does not exist or has no
  /// rectangles, or none has.
  PascalVocFiles(Ontology ontology, const List<std::string>& jobs, TakeFile take_file);
  PascalVocFiles(const PascalVocFiles&) = delete;
  PascalVocFiles& operator=(const PascalVocFiles&) = delete;

  /// @param size of the image as it is stored. @throws ValidationError the size is not usable.
  void add(const ParsedLabel& label, std::string_view external_id, ImageSize size);
  /// @throws FieldError a field was not requested.
  void add(const Asset& asset);

  [[nodiscard]] const Losses& losses() const noexcept { return losses_; }

 private:
  [[nodiscard]] LossNotes notes_of(const ImageNames& names);
  void add(const ParsedLabel& label, const ImageNames& names, ImageSize size, std::string_view suffix);
  void add_image(const ParsedLabel& label, const ImageNames& names, ImageSize size, std::string_view suffix);
  void add_frames(const ParsedLabel& label, const ImageNames& names, ImageSize size, std::string_view suffix);
  void hand_out(const std::string& name, const ImageNames& names, const PascalVocImage& image,
                const LossNotes& notes) const;

  Ontology ontology_;
  std::vector<const JobInterface*> jobs_;
  TakeFile take_file_;
  Losses losses_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
