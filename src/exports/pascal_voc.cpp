#include "kili/exports/pascal_voc.hpp"

#include <utility>

#include "exports/export_files.hpp"
#include "exports/pascal_voc_files.hpp"

namespace kili {
inline namespace v0_1 {

struct PascalVocWriter::Data {
  Data(std::filesystem::path folder, Ontology ontology, const PascalVocOptions& options)
      : written(std::move(folder)),
        files(std::move(ontology), options.jobs,
              [this](const std::string& name, std::string_view owner, std::string_view content,
                     const labels::LossNotes& notes) { written.write(name, owner, content, notes); }) {}

  labels::WrittenFiles written;
  labels::PascalVocFiles files;
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
  return data_->files.losses().sentences();
}

}  // namespace v0_1
}  // namespace kili
