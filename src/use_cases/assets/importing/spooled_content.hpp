#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "support/temporary_file.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// A temporary file, written until it is shared.
using Spool = std::shared_ptr<const support::TemporaryFile>;

/// A text that is written piece by piece: a short one is held, a longer one is kept in a temporary file.
class TextSpool {
 public:
  /// @param asset names the asset in messages.
  explicit TextSpool(std::string asset) : asset_(std::move(asset)) {}

  /// @throws FileError when there is no room.
  void append(std::string_view piece);
  /// Says that all is written. @return null: the text is short. @throws FileError when there is no room.
  [[nodiscard]] Spool finish();
  /// The text when it is short.
  [[nodiscard]] std::string take_text() { return std::move(held_); }

 private:
  void write();

  std::string asset_;
  std::shared_ptr<support::TemporaryFile> file_;
  std::string held_;
};

/// Reads all that the reader of a row's content gives, once.
/// @param between called between the calls of the reader; what it throws ends the reading.
/// @throws ImportValidationError the reader throws, was read before, or gives nothing, another number of
/// bytes than it was said to give, or more than the buffer holds; FileError there is no room.
[[nodiscard]] Spool spool_reader(const ImportRow& row, const std::function<void()>& between);

}  // namespace kili::use_cases
