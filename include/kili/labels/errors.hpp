#pragma once

/// @file
/// Errors of reading and changing labels (docs/labels.md, "Which attributes there are").

#include <memory>
#include <string>
#include <string_view>

#include "kili/errors.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Where in a label the error is.
struct LabelPlace {
  std::string job{};    ///< Name of the job; empty when the error concerns the whole label.
  std::string place{};  ///< Path in the label's jsonResponse, as far as it is known.
};

/// Base of the errors of labels. The message names job and place.
class KILI_EXPORT LabelError : public Error {
 public:
  /// @param type name of the exception that Kili's Python SDK raises here.
  LabelError(LabelPlace where, const std::string& message, std::string_view type);
  ~LabelError() override;
  [[nodiscard]] ErrorCode code() const noexcept override;
  [[nodiscard]] std::string_view type() const noexcept override;
  /// Name of the job; empty when the error concerns the whole label.
  [[nodiscard]] const std::string& job() const noexcept;
  /// Path in the label's jsonResponse, for example "JOB.annotations[3].boundingPoly[0]".
  [[nodiscard]] const std::string& place() const noexcept;

 private:
  struct Details;
  std::shared_ptr<const Details> details_;
};

/// The interface has no job of that name at this level.
class KILI_EXPORT JobNotExistingError : public LabelError {
 public:
  JobNotExistingError(LabelPlace where, const std::string& message);
  ~JobNotExistingError() override;
};
/// The task of the job, the tool of the annotation or the input type of the project have no such attribute.
class KILI_EXPORT AttributeNotCompatibleWithJobError : public LabelError {
 public:
  AttributeNotCompatibleWithJobError(LabelPlace where, const std::string& message,
                                     std::string_view type = "AttributeNotCompatibleWithJobError");
  ~AttributeNotCompatibleWithJobError() override;
};
/// The interface forbids the change, or the label has what it forbids.
class KILI_EXPORT InvalidMutationError : public LabelError {
 public:
  InvalidMutationError(LabelPlace where, const std::string& message);
  ~InvalidMutationError() override;
};
/// The video has no frame of that number.
class KILI_EXPORT FrameIndexError : public LabelError {
 public:
  FrameIndexError(LabelPlace where, const std::string& message);
  ~FrameIndexError() override;
};
/// The list has no element of that number ("IndexError").
class KILI_EXPORT LabelIndexError : public LabelError {
 public:
  LabelIndexError(LabelPlace where, const std::string& message);
  ~LabelIndexError() override;
};
/// The label lacks a value that labels of its kind may have ("KeyError").
class KILI_EXPORT MissingValueError : public LabelError {
 public:
  MissingValueError(LabelPlace where, const std::string& message);
  ~MissingValueError() override;
};
/// The JSON of the label does not have the structure of a label.
class KILI_EXPORT MalformedLabelError : public LabelError {
 public:
  using LabelError::LabelError;
  ~MalformedLabelError() override;
};
/// The JSON is not an interface of a project, or lacks a member that is needed.
class KILI_EXPORT OntologyError : public LabelError {
 public:
  explicit OntologyError(LabelPlace where, const std::string& message, std::string_view type = "KeyError");
  ~OntologyError() override;
};

}  // namespace v0_1
}  // namespace kili
