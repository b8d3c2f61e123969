#include "use_cases/assets/changing/project_mutation.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "kili/errors.hpp"

namespace kili::use_cases {

engine::ItemIndexes ProjectMutation::send(const engine::ItemIndexes& positions,
                                          const support::CallContext& context) {
  const std::vector<std::string> ids = assets_.ids_at(positions);
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

engine::ItemIndexes ProjectMutation::not_yet_done(const engine::ItemIndexes& positions,
                                                  const support::CallContext& context) {
  return reader_(positions, context);
}

bool ProjectMutation::changed_something() const {
  const std::scoped_lock lock(mutex_);
  return may_have_changed_ || !project_id_.empty();
}

engine::ItemIndexes ProjectMutation::only_answered(const engine::ItemIndexes& positions) const {
  const std::scoped_lock lock(mutex_);
  engine::ItemIndexes answered;
  std::copy_if(positions.begin(), positions.end(), std::back_inserter(answered),
               [this](std::size_t position) { return answered_[position]; });
  return answered;
}

std::string ProjectMutation::project_id() const {
  const std::scoped_lock lock(mutex_);
  return project_id_;
}

}  // namespace kili::use_cases
