#include "kili/exports/coco.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "exports/asset_size.hpp"
#include "exports/coco_objects.hpp"
#include "exports/folder_sink.hpp"
#include "exports/labels_to_export.hpp"
#include "kili/errors.hpp"
#include "support/dates.hpp"

namespace kili {
inline namespace v0_1 {

struct CocoWriter::Data {
  Ontology ontology;
  CocoOptions options;
  nlohmann::json images = nlohmann::json::array();
  nlohmann::json annotations = nlohmann::json::array();
  labels::Losses losses{};
  labels::CocoObjects objects;

  Data(Ontology interface, const CocoOptions& given)
      : ontology(std::move(interface)),
        options(given),
        objects(jobs(), given,
                {.image = [this](nlohmann::json image) { images.push_back(std::move(image)); },
                 .annotation = [this](nlohmann::json annotation, const nlohmann::json&,
                                      const Annotation&) { annotations.push_back(std::move(annotation)); }}) {
    if (options.date_created.empty()) {
      options.date_created = support::iso_8601(std::chrono::system_clock::now());
    }
  }

  [[nodiscard]] std::vector<const JobInterface*> jobs() const {
    auto found = labels::coco_jobs(ontology, options);
    if (!options.merged && found.size() > 1) {
      throw ValidationError(fmt::format(
          "{} jobs do not go into one COCO file without `merged`; give one of them in `jobs`", found.size()));
    }
    return found;
  }

  void add(const ParsedLabel& label, const labels::ImageNames& names, ImageSize size) {
    objects.add(label, names, {}, size, {losses, {.external_id = names.external_id()}});
  }
};

CocoWriter::CocoWriter(Ontology ontology, const CocoOptions& options)
    : data_(std::make_unique<Data>(std::move(ontology), options)) {}
CocoWriter::CocoWriter(CocoWriter&&) noexcept = default;
CocoWriter& CocoWriter::operator=(CocoWriter&&) noexcept = default;
CocoWriter::~CocoWriter() = default;

void CocoWriter::add(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
  labels::check_image_size(size);
  data_->add(label, labels::ImageNames(external_id), size);
}

void CocoWriter::add(const Asset& asset) {
  const labels::ImageNames names(asset);
  const labels::LossNotes notes(data_->losses, {.external_id = names.external_id()});
  const auto found = labels::labels_to_export(asset, data_->ontology, notes);
  if (found.empty()) return;
  const auto size = labels::image_size_of(asset, names, notes);
  if (!size) return;
  for (const auto& [suffix, label] : found) data_->add(label, names, *size);
}

const std::vector<std::string>& CocoWriter::skipped() const noexcept { return data_->losses.sentences(); }

nlohmann::json CocoWriter::json() const {
  return {{"info", labels::CocoObjects::info(data_->options)},
          {"licenses", nlohmann::json::array()},
          {"categories", data_->objects.categories()},
          {"images", data_->images},
          {"annotations", data_->annotations}};
}

void CocoWriter::write(const std::filesystem::path& path) const {
  labels::write_file(path, json().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace v0_1
}  // namespace kili
