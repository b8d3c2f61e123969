#pragma once

// The operations of kili::Client that are not about assets: labels, projects, members, issues, users, tags.
// Like operations.hpp, one description of each, so that suites are driven by the list.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

namespace kili::test {

/// What a call may be about, all of it there.
struct ModuleTargets {
  std::vector<std::string> asset_ids{};  ///< Of the project, two or more, each with a DEFAULT label.
  std::vector<std::string> label_ids{};  ///< The labels of the assets, by place.
  std::string mark{};                    ///< In every name that the call makes: no two calls make the same.
  std::string member_email{};            ///< Of somebody who is a member of the project.
  std::string project_id{};              ///< A project of type IMAGE.
  std::string tag_id{};                  ///< A tag of the organisation that the project does not have.
  std::string user_email{};              ///< Of a user who is no member of the project.
};

/// One operation of the client.
struct ModuleOperation {
  std::string_view method;     ///< Of kili::Client.
  std::string_view variant{};  ///< A way to call it, unique with the method.
  bool is_query = false;       ///< It only reads.
  /// Root fields of the schema that it may send.
  std::vector<std::string_view> service_operations;
  /// Sends the call and reads all of its result. @throws what the client throws.
  std::function<void(const Client& client, const CallOptions& options, const ModuleTargets& targets)> perform;
};

/// What calls can be about in this project of type IMAGE, which has assets.
[[nodiscard]] ModuleTargets module_targets(Sandbox& sandbox, const std::string& project_id, std::string mark);

[[nodiscard]] const std::vector<ModuleOperation>& module_operations();
// Those of one module each, for module_operations().
void add_project_operations(std::vector<ModuleOperation>& operations);
void add_export_operations(std::vector<ModuleOperation>& operations);
void add_tag_operations(std::vector<ModuleOperation>& operations);
void add_people_operations(std::vector<ModuleOperation>& operations);
/// "method (variant)".
[[nodiscard]] std::string name_of(const ModuleOperation& operation);

}  // namespace kili::test
