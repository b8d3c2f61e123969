#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/enums.hpp"
#include "support/image_size.hpp"
#include "use_cases/assets/importing/contents/content_planner.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// The content of a row that is uploaded, wherever its bytes are: in a file of the caller, in memory, or in
/// the temporary file in which those of a reader are kept.
class LocalContent {
 public:
  /// The row outlives the object.
  explicit LocalContent(const ImportRow& row) : row_(row), held_(row.asset.content.held().get()) {}

  /// The path of the caller's file; nothing for content that is none.
  [[nodiscard]] std::vector<std::string> files() const;
  /// A reader whose turn has not come: its bytes are not known yet.
  [[nodiscard]] bool is_unread() const noexcept;
  /// For messages: "file 'a.jpg'", "content 'a.jpg' from memory".
  [[nodiscard]] std::string shown() const;
  /// By the name or the format; empty when it is not known.
  [[nodiscard]] std::string_view mime_type() const noexcept;

  /// Checks that there is content, of a type that such projects take.
  /// @throws FileError, MimeTypeError.
  [[nodiscard]] CheckedContent check(InputType input_type) const;
  /// @throws FileError when the caller's file was changed since the check.
  void check_unchanged(const CheckedContent& checked) const;

  // Not for is_unread().
  [[nodiscard]] std::optional<support::ImageDimensions> image_size() const;
  [[nodiscard]] std::uint64_t size(const CheckedContent& checked) const noexcept;
  /// The bytes; the row outlives the stream.
  [[nodiscard]] std::unique_ptr<std::istream> open() const;
  [[nodiscard]] PlannedUpload upload(const CheckedContent& checked, std::string target) const;

 private:
  [[nodiscard]] std::string_view bytes() const noexcept;
  [[nodiscard]] const std::string& path() const noexcept { return row_.asset.content.text(); }

  const ImportRow& row_;
  const detail::HeldContent* held_;  ///< Null: the content is a file of the caller.
};

/// @param shown names the content. @throws MimeTypeError when such a project does not take the type.
void check_mime_type(const ImportRow& row, std::string_view shown, std::string_view mime_type,
                     InputType input_type);

}  // namespace kili::use_cases
