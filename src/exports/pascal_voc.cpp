#include "kili/exports/pascal_voc.hpp"

#include <utility>

#include "exports/folder_sink.hpp"
#include "exports/pascal_voc_files.hpp"

namespace kili {
inline namespace v0_1 {

struct PascalVocWriter::Data {
  labels::FolderSink sink;
  labels::Losses losses{};
  labels::PascalVocFiles files;

  Data(std::filesystem::path folder, Ontology ontology, const PascalVocOptions& options)
      : sink(std::move(folder)), files(std::move(ontology), options.jobs, sink, losses) {}
};

PascalVocWriter::PascalVocWriter(std::filesystem::path folder, Ontology ontology,
                                 const PascalVocOptions& options)
    : data_(std::make_unique<Data>(std::move(folder), std::move(ontology), options)) {}
PascalVocWriter::PascalVocWriter(PascalVocWriter&&) noexcept = default;
PascalVocWriter& PascalVocWriter::operator=(PascalVocWriter&&) noexcept = default;
PascalVocWriter::~PascalVocWriter() = default;

void PascalVocWriter::add(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
  data_->files.add(label, external_id, size);
}

void PascalVocWriter::add(const Asset& asset) { data_->files.add(asset); }

const std::vector<std::string>& PascalVocWriter::skipped() const noexcept {
  return data_->losses.sentences();
}

}  // namespace v0_1
}  // namespace kili
