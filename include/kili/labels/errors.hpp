#pragma once

/// @file
/// What can be wrong with a label, or with what is asked of it (docs/labels.md, "Which attributes there
/// are").

#include <memory>
#include <string>
#include <string_view>

#include "kili/errors.hpp"
#include "kili/export.hpp"

namespace kili {

/// Where in a label something is wrong.
struct LabelPlace {
  std::string job{};    ///< Name of the job; empty when it is about the label as a whole.
  std::string place{};  ///< Path in the label's jsonResponse, or what is known of it.
};

/// Base of the errors of labels. The message names job and place.
class KILI_EXPORT LabelError : public Error {
 public:
  /// @param type name of the exception that Kili's Python SDK raises here.
  LabelError(LabelPlace where, const std::string& message, std::string_view type);
  ~LabelError() override;
  [[nodiscard]] std::string_view type() const noexcept override;
  /// Name of the job; empty when it is about the label as a whole.
  [[nodiscard]] const std::string& job() const noexcept;
  /// Path in the label's jsonResponse, for example "JOB.annotations[3].boundingPoly[0]".
  [[nodiscard]] const std::string& place() const noexcept;

 private:
  struct Details;
  std::shared_ptr<const Details> details_;
};

/// The interface has no job of that name here.
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
/// The label does not say what is asked, although it could ("KeyError").
class KILI_EXPORT MissingValueError : public LabelError {
 public:
  MissingValueError(LabelPlace where, const std::string& message);
  ~MissingValueError() override;
};
/// The label's JSON has another shape than labels have.
class KILI_EXPORT MalformedLabelError : public LabelError {
 public:
  using LabelError::LabelError;
  ~MalformedLabelError() override;
};
/// The interface of the project is not one, or does not say what is needed.
class KILI_EXPORT OntologyError : public LabelError {
 public:
  explicit OntologyError(LabelPlace where, const std::string& message, std::string_view type = "KeyError");
  ~OntologyError() override;
};

}  // namespace kili
