#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// Kinds and checked contents of all rows of an array, in some 20 bytes a row and the stamp of each file.
class ContentChecks {
 public:
  /// Notes the kind of a row, which is the next one or one that was added before.
  void set_kind(std::size_t index, ContentKind kind);
  /// Notes that the row's content is in order. Converted chats are not kept.
  void set_checked(std::size_t index, const CheckedContent& checked);

  /// Whether set_kind() was called for the row.
  [[nodiscard]] bool has(std::size_t index) const noexcept { return index < rows_.size(); }
  [[nodiscard]] ContentKind kind(std::size_t index) const noexcept { return rows_[index].kind; }
  /// Nothing when the content was not found in order.
  [[nodiscard]] std::optional<CheckedContent> checked(std::size_t index) const;

 private:
  struct Row {
    std::size_t first_file = 0;
    std::uint32_t files = 0;
    ContentKind kind = ContentKind::url;
    CheckedContent::Processing processing = CheckedContent::Processing::none;
    bool is_checked = false;
  };

  std::vector<FileStamp> files_;
  std::vector<Row> rows_;
};

}  // namespace kili::use_cases
