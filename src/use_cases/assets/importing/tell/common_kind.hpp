#pragma once

#include <optional>

#include "kili/enums.hpp"
#include "use_cases/assets/importing/contents/content_kind.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// Tells what the content of a row is, by the type of the project.
/// @throws ImportValidationError when such projects do not take it, or it is none of what they take.
[[nodiscard]] ContentKind kind_of(const ImportRow& row, InputType input_type);

/// That contents of this kind are uploaded, so that the organisation must allow it.
[[nodiscard]] bool needs_upload_right(ContentKind kind) noexcept;
/// The same, guessed when the project is not known yet.
[[nodiscard]] bool may_need_upload_right(const NewAsset& asset);

/// The one kind that all contents of an import have; only layers with files, and tile layers with everything,
/// go together.
class CommonKind {
 public:
  explicit CommonKind(InputType input_type) : input_type_(input_type) {}

  /// Takes a row into account; while the kind is not fixed, one existing file makes all texts paths.
  /// @return the row's own kind, or the common one where it decides.
  /// @throws ImportValidationError when it does not go with the rows before.
  ContentKind add(const ImportRow& row);
  /// From now on rows cannot change the kind.
  void fix() noexcept { fixed_ = true; }
  /// Nothing when only tile layers, or nothing, were added.
  [[nodiscard]] std::optional<ContentKind> kind() const noexcept { return kind_; }

 private:
  bool fixed_ = false;
  InputType input_type_;
  std::optional<ContentKind> kind_;
};

}  // namespace kili::use_cases
