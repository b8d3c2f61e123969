#pragma once

/// @file
/// Errors of exports.

#include <string_view>

#include "kili/error_code.hpp"
#include "kili/errors.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// The format of an export and its other arguments exclude each other ("NotCompatibleOptions").
class KILI_EXPORT NotCompatibleOptionsError : public IncompatibleArgumentsError {
 public:
  using IncompatibleArgumentsError::IncompatibleArgumentsError;
  ~NotCompatibleOptionsError() override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// Projects of this type cannot be exported in the format ("NotCompatibleInputType").
class KILI_EXPORT NotCompatibleInputTypeError : public ValidationError {
 public:
  using ValidationError::ValidationError;
  ~NotCompatibleInputTypeError() override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// Nothing could be exported, since the sizes of the images are not known.
class KILI_EXPORT NotExportableAssetError : public Error {
 public:
  using Error::Error;
  ~NotExportableAssetError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};
/// An export with `fail_on_loss` would have left something out. Nothing was written; the message names the
/// first losses.
class KILI_EXPORT ExportLossError : public Error {
 public:
  using Error::Error;
  ~ExportLossError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
};

}  // namespace v0_1
}  // namespace kili
