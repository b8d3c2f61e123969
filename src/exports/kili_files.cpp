#include "exports/kili_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "exports/asset_size.hpp"
#include "exports/export_names.hpp"
#include "exports/labels_of_record.hpp"
#include "exports/pixel_coordinates.hpp"
#include "kili/exports/errors.hpp"
#include "support/json_text.hpp"
#include "support/media_file_name.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

using nlohmann::json;

/// Names of frames come in the order of their numbers, before all others.
bool comes_before(const std::string& left, const std::string& right) {
  const bool left_is_number = support::has_only_digits(left);
  if (left_is_number != support::has_only_digits(right)) return left_is_number;
  if (left_is_number && left.size() != right.size()) return left.size() < right.size();
  return left < right;
}

/// Writes the value as Python does: names in order, four blanks a level, ASCII alone.
class RecordText {
 public:
  [[nodiscard]] static std::string of(const json& value) {
    RecordText text;
    text.write(value, 1);
    return std::move(text.text_);
  }

 private:
  void write(const json& value, std::size_t level) {
    if (value.is_array() && !value.empty()) {
      write_elements("[]", level, value, [&](const json& element) { write(element, level + 1); });
    } else if (value.is_object() && !value.empty()) {
      std::vector<std::string> names;
      for (const auto& [name, member] : value.items()) names.push_back(name);
      std::ranges::sort(names, comes_before);
      write_elements("{}", level, names, [&](const std::string& name) {
        text_ += support::spaced_ascii_json(json(name));
        text_ += ": ";
        write(value.at(name), level + 1);
      });
    } else {
      text_ += support::spaced_ascii_json(value);
    }
  }
  template <typename Elements, typename Write>
  void write_elements(const char* brackets, std::size_t level, const Elements& elements,
                      const Write& write_element) {
    constexpr std::size_t indent = 4;
    text_ += brackets[0];
    bool is_first = true;
    for (const auto& element : elements) {
      text_ += is_first ? "\n" : ",\n";
      is_first = false;
      text_.append(level * indent, ' ');
      write_element(element);
    }
    text_ += '\n';
    text_.append((level - 1) * indent, ' ');
    text_ += brackets[1];
  }

  std::string text_;
};

/// The lines of a record, further to the right. Texts in it have no line breaks.
std::string indented(const std::string& text) {
  std::string lines = "    ";
  for (const char each : text) {
    lines += each;
    if (each == '\n') lines += "    ";
  }
  return lines;
}

/// The size, where it can be one.
std::optional<ImageSize> size_in(const json& resolution) {
  const auto size = sides_in(resolution);
  return size && size->width > 0 && size->height > 0 ? size : std::nullopt;
}

/// The size of the layer that the labels were drawn on: the first one.
std::optional<ImageSize> size_of_first_layer(const json& record) {
  const auto layers = record.find("geospatialExportMetadata");
  if (layers == record.end() || !layers->is_array() || layers->empty()) return std::nullopt;
  return size_in(layers->front());
}

}  // namespace

KiliFiles::KiliFiles(Ontology ontology, KiliFilesOptions options, FileSink& sink, Losses& losses)
    : ontology_(std::move(ontology)), options_(std::move(options)), sink_(&sink), losses_(&losses) {}

std::string KiliFiles::stem_of(std::string_view external_id) {
  std::string stem(external_id);
  std::ranges::replace(stem, ' ', '_');
  return stem;
}

void KiliFiles::put_pixels_into(json& record, const LossNotes& notes) const {
  const InputType type = ontology_.input_type();
  PixelGrid grid;
  if (type == InputType::geospatial) {
    if (!options_.pixel_labeling || !options_.pixels) return;
    grid.size = size_of_first_layer(record);
    if (!grid.size) notes.add("the size of its image is not known, so that its labels have no pixels");
  } else if (type == InputType::pdf) {
    if (!options_.pixels) return;
    grid.pages = record.value("pageResolutions", json());
  } else if (type == InputType::image || ontology_.is_video()) {
    if (options_.pixels) grid.size = size_in(record.value("resolution", json()));
  } else {
    return;
  }
  for_each_label(record, [&](json& label) {
    const auto response = label.find("jsonResponse");
    if (response == label.end()) return;
    if (grid.pages && !grid.pages->is_array() && has_page_places(*response)) {
      throw NotCompatibleOptionsError(
          fmt::format("pixels of PDF labels need the sizes of the pages, which asset '{}' does not have; set "
                      "them with update_properties_in_assets(page_resolutions_array), or give "
                      "normalized_coordinates true",
                      support::shown_text(record.value("externalId", ""))));
    }
    put_pixels(*response, ontology_, grid, notes);
  });
}

void KiliFiles::add(const Asset& asset) {
  json record = asset.json();
  const std::string external_id(asset.external_id());
  const LossNotes notes(*losses_, {.external_id = external_id});
  put_pixels_into(record, notes);
  std::string text;
  try {
    text = RecordText::of(record);
  } catch (const std::invalid_argument& error) {
    notes.add(fmt::format("its record cannot be written as JSON: {}", error.what()));
    return;
  }
  if (options_.single_file) {
    options_.single_file->append(options_.single_file->size() == 0 ? "[\n" : ",\n");
    options_.single_file->append(indented(text));
    return;
  }
  std::string name = "labels/" + name_of_asset_file(stem_of(external_id), {}, ".json");
  if (names().take(name, external_id)) {
    // Two external ids that differ in blanks alone, or a folder of that name: both records are kept.
    name = "labels/" + support::alternative_media_file_name(stem_of(external_id), ".json", external_id);
    if (names().take(name, external_id)) {
      // Several assets of one external id.
      const std::string id = record.value("id", "");
      name = "labels/" + support::alternative_media_file_name(stem_of(external_id), ".json", id);
      if (const auto why = names().take(name, external_id)) {
        notes.add(*why);
        return;
      }
    }
  }
  sink_->add(name, text);
}

void KiliFiles::finish() {
  if (!options_.single_file) return;
  options_.single_file->append(options_.single_file->size() == 0 ? "[]" : "\n]");
  sink_->add_parts("data.json", options_.single_file->size(),
                   [this] { return options_.single_file->next(); });
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
