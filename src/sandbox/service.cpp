#include "sandbox/service.hpp"

#include <iterator>
#include <memory>
#include <utility>

#include "sandbox/issues/issue_resolvers.hpp"
#include "sandbox/labels/label_mutations.hpp"
#include "sandbox/labels/label_queries.hpp"
#include "sandbox/members/member_resolvers.hpp"
#include "sandbox/projects/project_resolvers.hpp"
#include "sandbox/tags/tag_resolvers.hpp"
#include "sandbox/users/user_resolvers.hpp"

namespace kili::sandbox {

Service::Service(Store& store, MediaStorage& storage, ServiceSettings settings,
                 ScheduleImport schedule_import)
    : schedule_import_(std::move(schedule_import)),
      settings_(std::move(settings)),
      storage_(storage),
      store_(store) {
  modules_.push_back(std::make_unique<ProjectResolvers>(store_, hidden_queries_));
  modules_.push_back(std::make_unique<TagResolvers>(store_));
  modules_.push_back(std::make_unique<IssueResolvers>(store_));
  modules_.push_back(std::make_unique<MemberResolvers>(store_));
  modules_.push_back(std::make_unique<UserResolvers>(store_, settings_.api_key));
  auto label_mutations = std::make_unique<LabelMutations>(store_, storage_, settings_.endpoint);
  label_mutations_ = label_mutations.get();
  modules_.push_back(std::move(label_mutations));
  modules_.push_back(std::make_unique<LabelQueries>(
      storage_, LabelQueries::Settings{.endpoint = settings_.endpoint,
                                       .response_url_prefix = [this] { return response_url_prefix(); },
                                       .version = settings_.version}));
}

nlohmann::json Service::resolve(std::string_view operation_type, std::string_view field,
                                const nlohmann::json& arguments, const graphql::Selection& selection) {
  if (operation_type == "mutation") {
    const auto lock = store_.write_lock();
    return mutate(field, arguments, selection);
  }
  const Replicas::Read read = replicas_ != nullptr ? replicas_->read() : Replicas::Read(store_);
  return query(read.store(), field, arguments, selection);
}

void Service::finish_import(std::string_view notification_id) {
  const auto lock = store_.write_lock();
  store_.finish_import(notification_id);
}

void Service::set_failing_imports(std::vector<std::string> external_ids) {
  const std::scoped_lock lock{notify_mutex_};
  failing_imports_ = {std::make_move_iterator(external_ids.begin()),
                      std::make_move_iterator(external_ids.end())};
}

void Service::set_lock_reason(std::string_view reason) { label_mutations_->set_lock_reason(reason); }

void Service::set_notify_status(std::string_view status) {
  const std::scoped_lock lock{notify_mutex_};
  notify_status_ = status;
}

std::string Service::response_url_prefix() const {
  return json_response_by_url_ ? settings_.endpoint + "/label-response/" : std::string();
}

nlohmann::json Service::assets_json(const Store& store, const std::vector<const Asset*>& assets,
                                    const graphql::Selection& selection) const {
  const AssetView view{store, selection, response_url_prefix(), settings_.version};
  json list = json::array();
  for (const Asset* const asset : assets) list.push_back(view(*asset));
  return list;
}

}  // namespace kili::sandbox
