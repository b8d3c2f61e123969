#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/module_resolvers.hpp"
#include "sandbox/store/media_storage.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Mutations of labels. The store is locked for writing.
class LabelMutations final : public ModuleResolvers {
 public:
  /// @param endpoint of the server, without path. The references outlive the object.
  LabelMutations(Store& store, MediaStorage& storage, std::string endpoint)
      : endpoint_(std::move(endpoint)), storage_(storage), store_(store) {}

  [[nodiscard]] std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                    const nlohmann::json& arguments,
                                                    const graphql::Selection& selection) const override;
  [[nodiscard]] std::optional<nlohmann::json> mutate(std::string_view field, const nlohmann::json& arguments,
                                                     const graphql::Selection& selection) override;

  /// Labels are refused for this reason from now on; empty: they are taken.
  void set_lock_reason(std::string_view reason);

 private:
  using json = nlohmann::json;

  [[nodiscard]] json append_many(const json& arguments);
  [[nodiscard]] json append_one(const json& arguments);
  [[nodiscard]] json create_honeypot(const json& arguments);
  [[nodiscard]] json delete_labels(const json& ids);
  [[nodiscard]] json update(const json& arguments);
  [[nodiscard]] json create_file_upload(const json& arguments);

  void refuse_when_locked() const;
  /// @throws graphql::ResolverError for a user that there is not.
  [[nodiscard]] User author_of(const json& data) const;
  [[nodiscard]] const ProjectInfo& project_of(const Asset& asset) const {
    return store_.projects()[asset.project]->info;
  }
  /// The one asset that `where` names.
  [[nodiscard]] const Asset& single_asset(const json& where) const;
  [[nodiscard]] Label new_label(const json& data, std::string_view label_type);
  /// Adds a label to the one asset and stores it. @return the answer.
  [[nodiscard]] json add_alone(const Asset& asset, Label label, bool is_honeypot);

  std::string endpoint_;
  mutable std::mutex mutex_;
  std::string lock_reason_;
  MediaStorage& storage_;
  Store& store_;
};

}  // namespace kili::sandbox
