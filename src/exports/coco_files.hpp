#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exports/asset_files.hpp"
#include "exports/coco_objects.hpp"
#include "exports/file_sink.hpp"
#include "exports/losses.hpp"
#include "exports/spool.hpp"
#include "exports/training_sets.hpp"
#include "kili/exports/annotation_modifier.hpp"
#include "kili/exports/coco.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// COCO files of an export, of which no part has to fit into the memory: one, or one for each job.
class CocoFiles final : public AssetFiles {
 public:
  /// @param options `merged` false: a file for each job. @param modifier may be empty.
  /// @param sets each has files of its own; not given: all images are in one.
  /// @param spools folder for temporary files. @param sink and @param losses outlive this.
  /// @throws what CocoWriter::CocoWriter() throws, but several jobs are no error.
  CocoFiles(Ontology ontology, CocoOptions options, AnnotationModifier modifier,
            std::optional<TrainingSets> sets, const std::filesystem::path& spools, FileSink& sink,
            Losses& losses);

  void add(const Asset& asset) override;
  /// @throws NotExportableAssetError there were labels, but the size of no image is known.
  void finish() override;

 private:
  /// One file.
  struct File {
    std::string name;
    std::size_t set = 0;  ///< Index of its set.
    std::unique_ptr<Spool> images;
    std::unique_ptr<Spool> annotations;
    std::unique_ptr<CocoObjects> objects;
  };

  void add_files(const std::string& folder, const std::vector<const JobInterface*>& jobs,
                 const std::filesystem::path& spools);
  void add_file(std::string name, std::size_t set, const std::vector<const JobInterface*>& jobs,
                const std::filesystem::path& spools);
  [[nodiscard]] nlohmann::json modified(nlohmann::json annotation, const nlohmann::json& image,
                                        const Annotation& of) const;
  void write(File& file);

  Ontology ontology_;
  CocoOptions options_;
  AnnotationModifier modifier_;
  std::optional<TrainingSets> sets_;
  std::vector<File> files_;
  FileSink* sink_;
  Losses* losses_;
  std::size_t sized_assets_ = 0;
  std::string asset_without_size_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
