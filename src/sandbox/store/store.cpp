#include "sandbox/store/store.hpp"

#include <algorithm>
#include <utility>

namespace kili::sandbox {
namespace {

bool by_sequence(const Asset* left, const Asset* right) { return left->sequence < right->sequence; }

/// Replaces the records of the same id, and adds the others at the end.
template <typename Record>
void put(std::vector<Record> records, std::vector<Record>& target) {
  for (Record& record : records) {
    const auto found =
        std::find_if(target.begin(), target.end(), [&](const Record& each) { return each.id == record.id; });
    if (found == target.end()) {
      target.push_back(std::move(record));
    } else {
      *found = std::move(record);
    }
  }
}

}  // namespace

Store::Store(Persistence* persistence) : persistence_(persistence) { set_first_state(); }

void Store::set_first_state() {
  organization_name_ = "Sandbox";
  users_ = {{"owner@example.com", "Olive", "user-1", "Owner", true, "ADMIN"},
            {"ann@example.com", "Ann", "user-2", "Lee"}};
}

void Store::clear() {
  if (persistence_ != nullptr) persistence_->clear();
  projects_.clear();  // before the assets that they point to
  project_index_.clear();
  assets_.clear();
  asset_of_label_.clear();
  deleted_.clear();
  last_sequence_ = 0;
  members_.clear();
  notifications_.clear();
  notification_index_.clear();
  pending_imports_.clear();
  tags_.clear();
  set_first_state();
}

void Store::restore(SavedState state) {
  put(std::move(state.users), users_);
  put(std::move(state.members), members_);
  put(std::move(state.tags), tags_);
  if (!state.organization_name.empty()) organization_name_ = std::move(state.organization_name);
  for (ProjectInfo& info : state.projects) {
    project_index_.emplace(info.id, static_cast<std::uint32_t>(projects_.size()));
    projects_.push_back(std::make_unique<Project>());
    projects_.back()->info = std::move(info);
  }
  assets_.reserve(state.assets.size());
  for (Asset& asset : state.assets) {
    last_sequence_ = std::max(last_sequence_, asset.sequence);
    insert(std::move(asset));
  }
  for (const PendingImport& import : state.pending_imports) {
    for (const Asset& asset : import.assets) last_sequence_ = std::max(last_sequence_, asset.sequence);
  }
  upsert(std::move(state.notifications));
  pending_imports_ = std::move(state.pending_imports);
  while (!pending_imports_.empty()) finish_import(std::string(pending_imports_.front().notification_id));
}

const Project* Store::find_project(std::string_view id) const {
  const auto index = project_index(id);
  return index ? projects_[*index].get() : nullptr;
}

std::optional<std::uint32_t> Store::project_index(std::string_view id) const {
  const auto found = project_index_.find(std::string(id));
  if (found == project_index_.end()) return std::nullopt;
  return found->second;
}

const Asset* Store::find_asset(std::string_view id) const {
  const auto found = assets_.find(id);
  return found == assets_.end() ? nullptr : found->second.get();
}

bool Store::is_taken(std::string_view asset_id) const {
  if (assets_.contains(asset_id)) return true;
  return std::any_of(pending_imports_.begin(), pending_imports_.end(), [&](const PendingImport& import) {
    return std::any_of(import.assets.begin(), import.assets.end(),
                       [&](const Asset& asset) { return asset.id == asset_id; });
  });
}

const std::string* Store::find_deleted(std::string_view asset_id) const {
  const auto found = deleted_.find(std::string(asset_id));
  return found == deleted_.end() ? nullptr : &found->second;
}

const Asset* Store::find_labeled_asset(std::string_view label_id) const {
  const auto found = asset_of_label_.find(std::string(label_id));
  return found == asset_of_label_.end() ? nullptr : find_asset(found->second);
}

const User* Store::find_user(std::string_view id_or_email) const {
  const auto found = std::find_if(users_.begin(), users_.end(), [&](const User& user) {
    return user.id == id_or_email || user.email == id_or_email;
  });
  return found == users_.end() ? nullptr : &*found;
}

std::string Store::make_id(char prefix) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
  constexpr std::size_t length = 25;
  constexpr std::size_t time_length = 8;
  std::string id(length, '0');
  id[0] = prefix;
  auto time = static_cast<std::uint64_t>(now());
  for (std::size_t i = time_length; i > 0; --i, time /= digits.size()) id[i] = digits[time % digits.size()];
  const std::scoped_lock lock{id_mutex_};
  std::uint64_t random = 0;
  for (std::size_t i = time_length + 1; i < length; ++i, random /= digits.size()) {
    if (random == 0) random = random_();
    id[i] = digits[random % digits.size()];
  }
  return id;
}

SavedState Store::copy() const {
  SavedState state;
  state.assets.reserve(assets_.size());
  for (const auto& project : projects_) {
    state.projects.push_back(project->info);
    for (const Asset* const asset : project->assets) state.assets.push_back(*asset);
  }
  state.members = members_;
  state.notifications = notifications_;
  state.organization_name = organization_name_;
  state.tags = tags_;
  state.users = users_;
  return state;
}

void Store::commit(Changes changes) {
  if (persistence_ != nullptr) persistence_->write(changes);
  if (observer_) observer_(changes);
  put(std::move(changes.users), users_);
  put(std::move(changes.members), members_);
  put(std::move(changes.tags), tags_);
  for (const std::string& id : changes.deleted_tags)
    std::erase_if(tags_, [&](const Tag& tag) { return tag.id == id; });
  if (!changes.organization_name.empty()) organization_name_ = std::move(changes.organization_name);
  for (auto& [position, info] : changes.projects) {
    if (position < projects_.size()) {
      projects_[position]->info = std::move(info);
      continue;
    }
    project_index_.emplace(info.id, position);
    projects_.push_back(std::make_unique<Project>());
    projects_.back()->info = std::move(info);
  }
  for (Asset& asset : changes.created) insert(std::move(asset));
  for (Asset& asset : changes.updated) replace(std::move(asset));
  if (!changes.deleted.empty()) erase(changes.deleted);
  upsert(std::move(changes.notifications));
  for (const std::string& id : changes.finished_imports) {
    std::erase_if(pending_imports_,
                  [&](const PendingImport& import) { return import.notification_id == id; });
  }
  for (PendingImport& import : changes.pending_imports) pending_imports_.push_back(std::move(import));
}

void Store::finish_import(std::string_view notification_id) {
  const auto import =
      std::find_if(pending_imports_.begin(), pending_imports_.end(),
                   [&](const PendingImport& each) { return each.notification_id == notification_id; });
  const auto index = notification_index_.find(std::string(notification_id));
  if (import == pending_imports_.end() || index == notification_index_.end()) return;
  Changes changes;
  Notification notification = notifications_[index->second];
  notification.status = import->outcome;
  // Another import may have used an id in the meantime.
  const bool all_free = std::none_of(import->assets.begin(), import->assets.end(),
                                     [this](const Asset& asset) { return assets_.contains(asset.id); });
  if (all_free) {
    changes.created = import->assets;
  } else {
    notification.status = "FAILURE";
  }
  changes.notifications.push_back(std::move(notification));
  changes.finished_imports.emplace_back(notification_id);
  commit(std::move(changes));
}

void Store::insert(Asset asset) {
  auto owned = std::make_unique<Asset>(std::move(asset));
  Asset* const inserted = owned.get();
  if (!assets_.emplace(inserted->id, std::move(owned)).second) return;
  Project& project = *projects_[inserted->project];
  if (project.assets.empty() || project.assets.back()->sequence < inserted->sequence) {
    project.assets.push_back(inserted);
  } else {
    // The position of an asynchronous import in the order was set by its request.
    project.assets.insert(
        std::upper_bound(project.assets.begin(), project.assets.end(), inserted, by_sequence), inserted);
  }
  project.by_external_id.emplace(inserted->external_id, inserted);
  index_labels(*inserted);
}

void Store::index_labels(const Asset& asset) {
  for (const Label& label : asset.details().labels) asset_of_label_.insert_or_assign(label.id, asset.id);
}

void Store::unindex(Project& project, const Asset& asset) {
  const auto [begin, end] = project.by_external_id.equal_range(asset.external_id);
  const auto found = std::find_if(begin, end, [&](const auto& entry) { return entry.second == &asset; });
  if (found != end) project.by_external_id.erase(found);
}

void Store::replace(Asset asset) {
  auto node = assets_.extract(asset.id);
  if (node.empty()) return;
  Asset& target = *node.mapped();
  Project& project = *projects_[target.project];
  // The keys of both indexes point into the asset, so they are removed before it changes.
  unindex(project, target);
  target = std::move(asset);
  node.key() = target.id;
  assets_.insert(std::move(node));
  project.by_external_id.emplace(target.external_id, &target);
  index_labels(target);
}

void Store::erase(const std::vector<std::string>& ids) {
  std::unordered_map<std::uint32_t, std::vector<Asset*>> doomed;
  for (const std::string& id : ids) {
    const auto found = assets_.find(id);
    if (found != assets_.end()) doomed[found->second->project].push_back(found->second.get());
  }
  for (auto& [index, assets] : doomed) {
    Project& project = *projects_[index];
    std::sort(assets.begin(), assets.end(), by_sequence);
    assets.erase(std::unique(assets.begin(), assets.end()), assets.end());
    // Both lists are sorted: the assets between two deleted ones move as one block.
    auto target = std::lower_bound(project.assets.begin(), project.assets.end(), assets.front(), by_sequence);
    auto source = target;
    for (Asset* const asset : assets) {
      const auto position = std::lower_bound(source, project.assets.end(), asset, by_sequence);
      target = std::move(source, position, target);
      source = position + 1;
    }
    project.assets.erase(std::move(source, project.assets.end(), target), project.assets.end());
    for (Asset* const asset : assets) {
      unindex(project, *asset);
      for (const Label& label : asset->details().labels) asset_of_label_.erase(label.id);
      deleted_.insert_or_assign(asset->id, asset->external_id);
      assets_.erase(assets_.find(asset->id));
    }
  }
}

void Store::upsert(std::vector<Notification> notifications) {
  for (Notification& notification : notifications) {
    const auto [entry, added] = notification_index_.try_emplace(notification.id, notifications_.size());
    if (added) {
      notifications_.push_back(std::move(notification));
    } else {
      notifications_[entry->second] = std::move(notification);
    }
  }
}

}  // namespace kili::sandbox
