#include "use_cases/assets/importing/contents/text.hpp"

#include <fmt/format.h>

#include <istream>

#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/planned_uploads.hpp"
#include "use_cases/assets/importing/local_content.hpp"

namespace kili::use_cases {
namespace {

constexpr std::string_view text_content_type = "text/plain; charset=utf-8";

/// Reads the text in pieces.
bool is_utf8(std::istream& file) {
  constexpr std::size_t piece = std::size_t{64} << 10U;
  constexpr std::size_t longest_character = 4;
  std::string buffer;
  while (file) {
    const std::size_t kept = buffer.size();
    buffer.resize(kept + piece);
    file.read(buffer.data() + kept, static_cast<std::streamsize>(piece));
    buffer.resize(kept + static_cast<std::size_t>(file.gcount()));
    std::size_t whole = buffer.size();
    if (file) {
      // The last character may continue in the next piece: cut before its first byte.
      while (whole > 0 && buffer.size() - whole < longest_character &&
             (static_cast<unsigned char>(buffer[whole - 1]) & 0xc0U) == 0x80U) {
        --whole;
      }
      whole -= whole > 0 ? 1 : 0;
    }
    if (!support::is_valid_utf8(std::string_view(buffer).substr(0, whole))) return false;
    buffer.erase(0, whole);
  }
  return true;
}

class TextPlanner final : public ContentPlanner {
 public:
  CheckedContent check(const ImportRow& row) override {
    if (support::is_valid_utf8(row.asset.content.text())) return {};
    throw ImportValidationError(
        fmt::format("{}: its text is not UTF-8; convert it before the import", describe(row)));
  }
  void plan(const ImportRow& row, const CheckedContent& /*checked*/, PlannedAsset& asset) const override {
    asset.json_content = text_of(row.asset.json_content);
    asset.uploads.push_back(upload_of_text(row.asset.content.text(), text_content_type));
  }
};

class TextFilePlanner final : public ContentPlanner {
 public:
  std::vector<std::string> files_of(const ImportRow& row) const override { return LocalContent(row).files(); }
  CheckedContent check(const ImportRow& row) override {
    const LocalContent content(row);
    CheckedContent checked = content.check(InputType::text);
    if (!content.is_unread() && !is_utf8(*content.open())) {
      throw ImportValidationError(
          fmt::format("{}: {} is not UTF-8; convert it before the import", describe(row), content.shown()));
    }
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    asset.json_content = text_of(row.asset.json_content);
    PlannedUpload upload = LocalContent(row).upload(checked, "content");
    upload.content_type = text_content_type;
    asset.uploads.push_back(std::move(upload));
  }
};

class RichTextPlanner final : public ContentPlanner {
 public:
  void plan(const ImportRow& row, const CheckedContent& /*checked*/, PlannedAsset& asset) const override {
    asset.uploads.push_back(upload_of_json_content(text_of(row.asset.json_content)));
  }
};

}  // namespace

ContentKind kind_of_text(const ImportRow& row) {
  if (is_given(row.asset.json_content)) {
    if (row.asset.content.empty()) return ContentKind::rich_text;
    throw ImportValidationError(
        fmt::format("{}: Cannot import content when importing a Rich Text asset", describe(row)));
  }
  if (row.asset.content.is_json()) {
    throw ImportValidationError(
        fmt::format("{}: its content is a JSON value and a project of type TEXT takes texts, paths and URLs",
                    describe(row)));
  }
  if (row.asset.content.is_bytes()) return ContentKind::text_file;
  const std::string& text = row.asset.content.text();
  if (support::is_url(text)) return ContentKind::url;
  return file_exists(text) ? ContentKind::text_file : ContentKind::text;
}

std::unique_ptr<ContentPlanner> make_text_planner() { return std::make_unique<TextPlanner>(); }
std::unique_ptr<ContentPlanner> make_text_file_planner() { return std::make_unique<TextFilePlanner>(); }
std::unique_ptr<ContentPlanner> make_rich_text_planner() { return std::make_unique<RichTextPlanner>(); }

}  // namespace kili::use_cases
