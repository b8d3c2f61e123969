#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/labels/label_builder.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/readers/label_reader.hpp"
#include "readers/external_id_finder.hpp"
#include "readers/file_losses.hpp"
#include "readers/label_files.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Reads a folder of which each file is the label of an asset.
class LabelPerFileSource : public detail::LabelFileSource {
 public:
  bool next(NewLabel& label) final;
  [[nodiscard]] const std::vector<std::string>& skipped() const noexcept final { return losses_.sentences(); }

 protected:
  LabelPerFileSource(Ontology ontology, const ExternalIdRule& external_id,
                     const List<std::string>& external_ids)
      : ontology_(std::move(ontology)), external_ids_(external_id, external_ids) {}

  /// What the label is made of; called for one file after the other.
  /// @return false when there is none; the reason is noted.
  virtual bool read(const LabelFile& file, NewLabel& label) = 0;
  /// To be called before the first label is read.
  void set_files(std::vector<LabelFile> files) { files_ = std::move(files); }

  /// Fills the label in, unless the file had things and none is left, which is noted.
  /// @param things what the file has, in the plural.
  [[nodiscard]] bool complete(NewLabel& label, std::string external_id, const LabelBuilder& builder,
                              bool nothing_is_left, std::string_view place, std::string_view things);

  [[nodiscard]] const Ontology& ontology() const noexcept { return ontology_; }
  [[nodiscard]] FileLosses& losses() noexcept { return losses_; }
  [[nodiscard]] ExternalIdFinder& external_ids() noexcept { return external_ids_; }

 private:
  Ontology ontology_;
  FileLosses losses_;
  ExternalIdFinder external_ids_;
  std::vector<LabelFile> files_;
  std::size_t next_file_ = 0;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
