#include "use_cases/assets/importing/local_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "kili/errors.hpp"
#include "support/memory_stream.hpp"
#include "support/mime_types.hpp"
#include "support/shown_text.hpp"
#include "types/held_content.hpp"
#include "use_cases/assets/importing/contents/planned_uploads.hpp"

namespace kili::use_cases {

std::vector<std::string> LocalContent::files() const {
  if (held_ != nullptr) return {};
  return {path()};
}

bool LocalContent::is_unread() const noexcept { return held_ != nullptr && held_->reader && !row_.spool; }

std::string LocalContent::shown() const {
  if (held_ == nullptr) return fmt::format("file {}", support::shown_path(path()));
  return fmt::format("content '{}' from {}", support::shown_text(held_->format, 100),
                     held_->reader ? "its reader" : "memory");
}

std::string_view LocalContent::mime_type() const noexcept {
  return held_ == nullptr ? support::mime_type_of(path()) : support::mime_type_of_format(held_->format);
}

std::string_view LocalContent::bytes() const noexcept {
  return {reinterpret_cast<const char*>(  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
              held_->bytes.data()),
          held_->bytes.size()};
}

CheckedContent LocalContent::check(InputType input_type) const {
  CheckedContent checked;
  if (held_ == nullptr) checked.files.push_back(check_local_file(path(), describe(row_)));
  check_mime_type(row_, shown(), mime_type(), input_type);
  return checked;
}

void LocalContent::check_unchanged(const CheckedContent& checked) const {
  if (held_ == nullptr) use_cases::check_unchanged(path(), checked.files.front(), describe(row_));
}

std::optional<support::ImageDimensions> LocalContent::image_size() const {
  if (held_ == nullptr) return support::image_size_of(std::filesystem::path(path()));
  return support::image_size_of(*open());
}

std::uint64_t LocalContent::size(const CheckedContent& checked) const noexcept {
  if (held_ == nullptr) return checked.files.front().size;
  return row_.spool ? row_.spool->size() : held_->bytes.size();
}

std::unique_ptr<std::istream> LocalContent::open() const {
  if (held_ != nullptr && !row_.spool) return std::make_unique<support::MemoryStream>(bytes());
  return std::make_unique<std::ifstream>(row_.spool ? row_.spool->path() : std::filesystem::path(path()),
                                         std::ios::binary);
}

PlannedUpload LocalContent::upload(const CheckedContent& checked, std::string target) const {
  if (held_ == nullptr) return upload_of_file(path(), checked.files.front(), std::move(target));
  PlannedUpload upload = row_.spool ? upload_of_spool(row_.spool) : PlannedUpload();
  if (!row_.spool) upload.memory = {.bytes = held_->bytes, .owner = row_.asset.content.held()};
  upload.content_type = mime_type();
  upload.target = std::move(target);
  return upload;
}

void check_mime_type(const ImportRow& row, std::string_view shown, std::string_view mime_type,
                     InputType input_type) {
  if (input_type == InputType::video_legacy) {
    throw MimeTypeError(
        fmt::format("{}: a project of type VIDEO_LEGACY takes videos by URL only; {} has to be hosted first",
                    describe(row), shown));
  }
  const auto accepted = support::accepted_mime_types(input_type);
  if (std::find(accepted.begin(), accepted.end(), mime_type) != accepted.end()) return;
  throw MimeTypeError(
      fmt::format("{}: the type of {} is {} and does not fit a project of type {}; give one of {}",
                  describe(row), shown, mime_type.empty() ? "unknown by its name" : mime_type,
                  to_string(input_type), fmt::join(accepted, ", ")));
}

}  // namespace kili::use_cases
