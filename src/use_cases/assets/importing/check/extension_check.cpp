#include "use_cases/assets/importing/check/extension_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "kili/errors.hpp"
#include "support/mime_types.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "types/held_content.hpp"
#include "use_cases/assets/importing/check/byte_checks.hpp"
#include "use_cases/assets/importing/local_file.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t shown_extension = 50;

void check_extension_of(std::string_view path, const ImportRow& row, InputType input_type) {
  const auto accepted = support::accepted_extensions(input_type);
  const std::string_view extension = support::extension_of(path);
  if (accepted.empty() || extension.empty()) return;
  const bool fits = std::any_of(accepted.begin(), accepted.end(), [extension](std::string_view each) {
    return support::equal_ignoring_case(each, extension);
  });
  if (fits) return;
  const bool has_blanks = support::trim(extension).size() != extension.size();
  throw ImportValidationError(fmt::format(
      "{}: File extension '{}' is not allowed for {} projects. Allowed extensions: {}{}", describe(row),
      support::shown_text(extension, shown_extension), to_string(input_type), fmt::join(accepted, ", "),
      has_blanks ? "; remove the blanks or line breaks at the end of the path" : ""));
}

void check_format_of(const detail::HeldContent& held, const ImportRow& row, InputType input_type) {
  const auto accepted = support::accepted_extensions(input_type);
  // A media type may have a dot: application/vnd.nitf.
  const auto type = support::mime_type_of_format(held.format);
  if (support::mime_type_of(held.format) == type && !support::equal_ignoring_case(held.format, type)) {
    check_extension_of(held.format, row, input_type);
  } else if (!accepted.empty() && support::has_only_other_extensions(type, accepted)) {
    throw ImportValidationError(
        fmt::format("{}: media type '{}' is not allowed for {} projects. Their files have the extensions {}",
                    describe(row), type, to_string(input_type), fmt::join(accepted, ", ")));
  }
}

/// A URL of another kind than http is no file either; what is wrong with it is found later.
std::string_view path_of(std::string_view content) noexcept {
  return content.find("://") == std::string_view::npos ? content : support::path_of_url(content);
}

}  // namespace

void check_extension(const ImportRow& row, ContentKind kind, InputType input_type) {
  if (row.asset.content.is_bytes()) return check_format_of(*row.asset.content.held(), row, input_type);
  switch (kind) {
    case ContentKind::file:
    case ContentKind::json_file:
    case ContentKind::video_file:
      check_may_be_path(row.asset.content.text(), "its content", row);
      check_extension_of(path_of(row.asset.content.text()), row, input_type);
      return;
    case ContentKind::text_file:
      // In a TEXT project only a file that exists tells a path from a text.
      if (file_exists(row.asset.content.text())) {
        check_extension_of(row.asset.content.text(), row, input_type);
      }
      return;
    case ContentKind::url:
    case ContentKind::video_url:
      check_extension_of(support::path_of_url(row.asset.content.text()), row, input_type);
      return;
    case ContentKind::layers:
      for (const auto& layer : row.asset.multi_layer_content.get()) {
        check_may_be_path(layer.at("path").get_ref<const std::string&>(), "the path of a layer", row);
        check_extension_of(layer.at("path").get_ref<const std::string&>(), row, input_type);
      }
      return;
    case ContentKind::frame_files:
      for (const auto& frame : row.asset.json_content.get()) {
        check_may_be_path(frame.get_ref<const std::string&>(), "a frame in json_content", row);
      }
      return;
    default:
      return;
  }
}

}  // namespace kili::use_cases
