// The methods that export labels, in the shapes of the official client.

#include <optional>
#include <string>
#include <utility>

#include "asset_filters.hpp"
#include "literals.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

using nlohmann::json;

/// A filter that the official client does not know.
class NameError final : public ValidationError {
 public:
  using ValidationError::ValidationError;
  [[nodiscard]] std::string_view type() const noexcept override { return "NameError"; }
};

std::optional<AssetFilters> asset_filters(Arguments& arguments) {
  const Json given = arguments.value("asset_filter_kwargs");
  if (given.is_null()) return std::nullopt;
  Arguments filters(given.ordered() != nullptr ? *given.ordered() : nlohmann::ordered_json(given.get()));
  AssetFilters found = filters_of(filters);
  try {
    filters.check_all_known();
  } catch (const ValidationError& error) {
    throw NameError(std::string("asset_filter_kwargs: ") + error.what());
  }
  return found;
}

/// A callable cannot be given as JSON: these members are put into each annotation instead.
AnnotationModifier modifier(Arguments& arguments) {
  const Json added = arguments.value("annotation_modifier");
  if (added.is_null()) return {};
  return [added](const Json& annotation, const Json& /*image*/, const Json& /*kili_annotation*/) {
    json changed = annotation.get();
    changed.update(added.get());
    return Json(std::move(changed));
  };
}

json export_labels(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  ExportLabels what;
  what.annotation_modifier = modifier(arguments);
  what.asset_filter_kwargs = asset_filters(arguments);
  what.asset_ids = arguments.texts("asset_ids");
  what.disable_tqdm = arguments.flag("disable_tqdm");
  what.export_type = arguments.word<ExportType>("export_type").value_or(ExportType::latest);
  what.external_ids = arguments.texts("external_ids");
  what.filename = arguments.text("filename").value_or("");
  what.fmt = arguments.word<ExportFormat>("fmt");
  what.include_sent_back_labels = arguments.flag("include_sent_back_labels");
  what.label_type_in = arguments.words<LabelType>("label_type_in");
  what.layout = arguments.word<ExportLayout>("layout").value_or(ExportLayout::split);
  what.normalized_coordinates = arguments.flag("normalized_coordinates");
  what.project_id = arguments.required_text("project_id");
  what.single_file = arguments.flag("single_file").value_or(false);
  what.with_assets = arguments.flag("with_assets").value_or(true);
  arguments.check_all_known();
  static_cast<void>(client.export_labels(what));
  return nullptr;
}

}  // namespace

void export_methods(Methods& methods) { methods["export_labels"] = export_labels; }

}  // namespace kili::driver
