#include "use_cases/assets/importing/processing_parameters.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

constexpr const char* parameters_key = "processingParameters";

template <typename Value>
Json completed(Value metadata) {
  if (!metadata.is_object()) metadata = Value::object();
  if (!metadata.contains(parameters_key)) metadata[parameters_key] = Value::object();
  return Json(metadata);
}

}  // namespace

Json with_processing_parameters(const ImportRow& row) {
  const Json& metadata = row.asset.json_metadata;
  if (metadata.ordered() != nullptr) return completed(*metadata.ordered());
  return completed(metadata.get());
}

bool uses_native_video(const ImportRow& row) {
  const auto& metadata = row.asset.json_metadata.get();
  if (!metadata.is_object() || !metadata.contains(parameters_key)) return true;
  const auto& parameters = metadata.at(parameters_key);
  if (!parameters.is_object()) {
    throw ImportValidationError(
        fmt::format("{}: processingParameters in its metadata is not a JSON object", describe(row)));
  }
  const auto native = parameters.find("shouldUseNativeVideo");
  if (native == parameters.end()) return true;
  if (!native->is_boolean()) {
    throw ImportValidationError(fmt::format(
        "{}: shouldUseNativeVideo in its processingParameters is neither true nor false", describe(row)));
  }
  return native->get<bool>();
}

}  // namespace kili::use_cases
