#include "kili/labels/errors.hpp"

#include <fmt/format.h>

#include <utility>

#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr std::size_t longest_place = 400;

std::string message_of(const LabelPlace& where, const std::string& message) {
  std::string text;
  if (!where.job.empty()) text = fmt::format("job '{}'", support::shown_text(where.job, longest_place));
  if (!where.place.empty() && where.place != where.job) {
    text += text.empty() ? "" : ", ";
    text += support::shown_text(where.place, longest_place);
  }
  return text.empty() ? message : text + ": " + message;
}

}  // namespace

struct LabelError::Details {
  LabelPlace where;
  std::string type;
};

LabelError::LabelError(LabelPlace where, const std::string& message, std::string_view type)
    : Error(message_of(where, message)),
      details_(std::make_shared<const Details>(Details{std::move(where), std::string(type)})) {}
LabelError::~LabelError() = default;
ErrorCode LabelError::code() const noexcept { return ErrorCode::label_mismatch; }
std::string_view LabelError::type() const noexcept { return details_->type; }
const std::string& LabelError::job() const noexcept { return details_->where.job; }
const std::string& LabelError::place() const noexcept { return details_->where.place; }

JobNotExistingError::JobNotExistingError(LabelPlace where, const std::string& message)
    : LabelError(std::move(where), message, "JobNotExistingError") {}
JobNotExistingError::~JobNotExistingError() = default;

AttributeNotCompatibleWithJobError::AttributeNotCompatibleWithJobError(LabelPlace where,
                                                                       const std::string& message,
                                                                       std::string_view type)
    : LabelError(std::move(where), message, type) {}
AttributeNotCompatibleWithJobError::~AttributeNotCompatibleWithJobError() = default;

InvalidMutationError::InvalidMutationError(LabelPlace where, const std::string& message)
    : LabelError(std::move(where), message, "InvalidMutationError") {}
InvalidMutationError::~InvalidMutationError() = default;

FrameIndexError::FrameIndexError(LabelPlace where, const std::string& message)
    : LabelError(std::move(where), message, "FrameIndexError") {}
FrameIndexError::~FrameIndexError() = default;

LabelIndexError::LabelIndexError(LabelPlace where, const std::string& message)
    : LabelError(std::move(where), message, "IndexError") {}
LabelIndexError::~LabelIndexError() = default;

MissingValueError::MissingValueError(LabelPlace where, const std::string& message)
    : LabelError(std::move(where), message, "KeyError") {}
MissingValueError::~MissingValueError() = default;

MalformedLabelError::~MalformedLabelError() = default;

OntologyError::OntologyError(LabelPlace where, const std::string& message, std::string_view type)
    : LabelError(std::move(where), message, type) {}
OntologyError::~OntologyError() = default;

}  // namespace v0_1
}  // namespace kili
