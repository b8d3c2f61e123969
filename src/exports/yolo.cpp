#include "kili/exports/yolo.hpp"

#include <utility>

#include "exports/folder_sink.hpp"
#include "exports/yolo_files.hpp"

namespace kili {
inline namespace v0_1 {

struct YoloWriter::Data {
  labels::FolderSink sink;
  labels::Losses losses{};
  labels::YoloFiles files;

  Data(std::filesystem::path folder, Ontology ontology, const YoloOptions& options)
      : sink(std::move(folder)), files(std::move(ontology), options, sink, losses) {}
};

YoloWriter::YoloWriter(std::filesystem::path folder, Ontology ontology, const YoloOptions& options)
    : data_(std::make_unique<Data>(std::move(folder), std::move(ontology), options)) {}
YoloWriter::YoloWriter(YoloWriter&&) noexcept = default;
YoloWriter& YoloWriter::operator=(YoloWriter&&) noexcept = default;
YoloWriter::~YoloWriter() = default;

void YoloWriter::add(const ParsedLabel& label, std::string_view external_id) {
  data_->files.add(label, labels::ImageNames(external_id), {});
}

void YoloWriter::add(const Asset& asset) { data_->files.add(asset); }

const std::vector<std::string>& YoloWriter::skipped() const noexcept { return data_->losses.sentences(); }

}  // namespace v0_1
}  // namespace kili
