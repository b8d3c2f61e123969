#include "exports/coco_files.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "exports/asset_size.hpp"
#include "exports/labels_to_export.hpp"
#include "kili/errors.hpp"
#include "support/dates.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

std::string json_text_of(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void append_element(Spool& spool, const nlohmann::json& element) {
  if (spool.size() > 0) spool.append(", ");
  spool.append(json_text_of(element));
}

}  // namespace

CocoFiles::CocoFiles(Ontology ontology, CocoOptions options, AnnotationModifier modifier,
                     std::optional<TrainingSets> sets, const std::filesystem::path& spools, FileSink& sink,
                     Losses& losses)
    : ontology_(std::move(ontology)),
      options_(std::move(options)),
      modifier_(std::move(modifier)),
      sets_(std::move(sets)),
      sink_(&sink),
      losses_(&losses) {
  if (options_.date_created.empty()) {
    options_.date_created = support::iso_8601(std::chrono::system_clock::now());
  }
  const auto jobs = coco_jobs(ontology_, options_);
  if (options_.merged) {
    add_files({}, jobs, spools);
  } else {
    for (const JobInterface* job : jobs) add_files(name_of_folder(job->name()) + "/", {job}, spools);
  }
}

void CocoFiles::add_files(const std::string& folder, const std::vector<const JobInterface*>& jobs,
                          const std::filesystem::path& spools) {
  if (!sets_) {
    add_file(folder + "labels.json", 0, jobs, spools);
    return;
  }
  for (std::size_t set = 0; set < TrainingSets::names.size(); ++set)
    add_file(fmt::format("{}labels_{}.json", folder, TrainingSets::names.at(set)), set, jobs, spools);
}

void CocoFiles::add_file(std::string name, std::size_t set, const std::vector<const JobInterface*>& jobs,
                         const std::filesystem::path& spools) {
  File file{.name = std::move(name),
            .set = set,
            .images = std::make_unique<Spool>(spools),
            .annotations = std::make_unique<Spool>(spools),
            .objects = nullptr};
  CocoObjects::Output output{
      .image = [images = file.images.get()](const nlohmann::json& image) { append_element(*images, image); },
      .annotation =
          [this, annotations = file.annotations.get()](nlohmann::json annotation, const nlohmann::json& image,
                                                       const Annotation& of) {
            append_element(*annotations, modified(std::move(annotation), image, of));
          }};
  file.objects = std::make_unique<CocoObjects>(jobs, options_, std::move(output));
  files_.push_back(std::move(file));
}

nlohmann::json CocoFiles::modified(nlohmann::json annotation, const nlohmann::json& image,
                                   const Annotation& of) const {
  if (!modifier_) return annotation;
  nlohmann::json changed = modifier_(Json(std::move(annotation)), Json(image), Json(of.as_dict())).get();
  if (changed.is_object()) return changed;
  throw ValidationError(
      fmt::format("annotation_modifier returned {}, not an object; return the annotation to write",
                  changed.is_null() ? "null" : "a value"));
}

void CocoFiles::add(const Asset& asset) {
  const ImageNames names(asset);
  const LossNotes notes(*losses_, {.external_id = names.external_id()});
  const auto found = labels_to_export(asset, ontology_, notes);
  if (found.empty()) return;
  const auto size = image_size_of(asset, names, notes);
  if (!size) {
    asset_without_size_ = names.external_id();
    return;
  }
  ++sized_assets_;
  const std::size_t set = sets_ ? sets_->index_of(names.external_id()) : 0;
  for (const auto& [suffix, label] : found) {
    for (File& file : files_) {
      if (file.set == set) file.objects->add(label, names, suffix, *size, notes);
    }
  }
}

void CocoFiles::write(File& file) {
  const std::string head =
      fmt::format(R"({{"info": {}, "licenses": [], "categories": {}, "images": [)",
                  json_text_of(CocoObjects::info(options_)), json_text_of(file.objects->categories()));
  constexpr std::string_view between = R"(], "annotations": [)";
  constexpr std::string_view tail = "]}";
  const std::array<std::string_view, 3> texts{head, between, tail};
  const std::array<Spool*, 2> spools{file.images.get(), file.annotations.get()};
  const std::uint64_t size =
      head.size() + spools[0]->size() + between.size() + spools[1]->size() + tail.size();
  std::size_t text = 0;
  bool text_is_next = true;
  sink_->add_parts(file.name, size, [&]() -> std::string_view {
    while (text < texts.size()) {
      if (text_is_next) {
        text_is_next = false;
        return texts.at(text);
      }
      const std::string_view bytes = text < spools.size() ? spools.at(text)->next() : std::string_view();
      if (!bytes.empty()) return bytes;
      ++text;
      text_is_next = true;
    }
    return {};
  });
}

void CocoFiles::finish() {
  check_some_size_is_known(sized_assets_, asset_without_size_);
  for (File& file : files_) write(file);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
