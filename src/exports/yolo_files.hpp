#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exports/asset_files.hpp"
#include "exports/export_names.hpp"
#include "exports/file_sink.hpp"
#include "exports/losses.hpp"
#include "exports/spool.hpp"
#include "exports/training_sets.hpp"
#include "kili/exports/yolo.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Whether objects of the job can be written as YOLO.
[[nodiscard]] bool is_suited_to_yolo(const JobInterface& job);

/// What an export writes beside the labels.
struct YoloExtras {
  /// Gets the lines of "images/remote_assets.csv", which names the media that are not in the export; null:
  /// it is not written.
  std::unique_ptr<Spool> remote_assets{};
  /// Divides the images: "train.txt" and its like name them.
  std::optional<TrainingSets> sets{};
  std::filesystem::path spools{};  ///< Folder for temporary files.
  /// Whether "video_meta.json" names the frames that have a file.
  bool video_metadata = false;
};

/// The files of YoloWriter.
class YoloFiles final : public AssetFiles {
 public:
  /// Writes the list of classes. @param sink and @param losses outlive this.
  /// @throws what YoloWriter::YoloWriter() throws.
  YoloFiles(Ontology ontology, YoloOptions options, FileSink& sink, Losses& losses, YoloExtras extras = {});

  void add(const Asset& asset) override;
  void add(const ParsedLabel& label, const ImageNames& names, std::string_view suffix);
  void finish() override;

 private:
  /// The content of one folder.
  struct Part {
    std::string prefix;  ///< Of its files: empty, or a folder and a slash.
    std::vector<const JobInterface*> jobs;
    std::map<const CategoryInterface*, std::size_t> classes;
    std::vector<std::string> class_names;  ///< By number.
    /// Stems of the files of the frames of each video.
    std::map<std::string, std::set<std::string>> frames{};
    std::unique_ptr<SetLists> sets{};  ///< Of its images.
    /// Images of this asset that are in the lists.
    std::set<std::string> listed{};
  };
  /// A label that is being written.
  struct Writing {
    const ParsedLabel& label;
    const ImageNames& names;
    std::string_view suffix;
    LossNotes notes;
    const Asset* asset;  ///< Null: not known.
  };

  void number_classes(Part& part) const;
  void write_classes(const Part& part);
  [[nodiscard]] static std::string lines_of_answer(const Part& part, const ParsedJob& answer,
                                                   const JobInterface& job, int rotation,
                                                   const LossNotes& notes);
  void add(const Writing& writing);
  void write_image(Part& part, const Writing& writing, int rotation);
  void write_frames(Part& part, const Writing& writing);
  /// @return whether they were written.
  bool write_lines(Part& part, const Writing& writing, const std::string& image, const std::string& lines,
                   const LossNotes& notes);
  /// Names the media of a label in remote_assets.csv.
  void note_remote(const Writing& writing, std::string_view url, const std::string& image) const;

  Ontology ontology_;
  YoloOptions options_;
  YoloExtras extras_;
  std::vector<Part> parts_;
  FileSink* sink_;
  WrittenFiles written_;
  Losses* losses_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
