#include "use_cases/assets/changing/project_mutation.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "kili/errors.hpp"

namespace kili::use_cases {

Positions ProjectMutation::send(const Positions& positions, const support::CallContext& context) {
  std::vector<std::string> ids;
  ids.reserve(positions.size());
  for (const std::size_t position : positions) ids.push_back(assets_.ids()[position]);
  std::optional<std::string> project_id;
  try {
    project_id = send_(ids, context);
  } catch (const Error& failure) {
    const std::scoped_lock lock(mutex_);
    // When it was carried out all the same, its repetition will find nothing left to change.
    may_have_changed_ = may_have_changed_ || failure.context().outcome_unknown;
    throw;
  }
  if (project_id) {
    const std::scoped_lock lock(mutex_);
    project_id_ = *project_id;
    for (const std::size_t position : positions) answered_[position] = true;
  }
  return {};
}

Positions ProjectMutation::not_yet_done(const Positions& positions, const support::CallContext& context) {
  return look_(positions, context);
}

bool ProjectMutation::changed_something() const {
  const std::scoped_lock lock(mutex_);
  return may_have_changed_ || !project_id_.empty();
}

Positions ProjectMutation::only_answered(const Positions& positions) const {
  const std::scoped_lock lock(mutex_);
  Positions answered;
  std::copy_if(positions.begin(), positions.end(), std::back_inserter(answered),
               [this](std::size_t position) { return answered_[position]; });
  return answered;
}

std::string ProjectMutation::project_id() const {
  const std::scoped_lock lock(mutex_);
  return project_id_;
}

}  // namespace kili::use_cases
