#pragma once

// All operations of kili::Client that speak to the service, each as one description, so that suites are
// driven by the list and every operation that is added enters them without a test of its own:
//
//   for (const Operation& operation : operations()) {
//     const OperationCall call = operation.draw(dice, targets);
//     const CallReport report = carry_out(call, client, {});
//   }
//
// tests/unit/operations_test.cpp holds the list against client.hpp and the schema.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dice.hpp"
#include "kili/kili.hpp"
#include "module_operations.hpp"
#include "sandbox/service_version.hpp"
#include "virtual_clock.hpp"

namespace kili::test {

/// What an operation does to the service.
enum class OperationKind {
  query,            ///< Reads.
  absolute_change,  ///< Sets a state; twice has the same effect as once.
  action,           ///< Changes an asset where its state allows it; the others are declined.
  creation,         ///< Makes assets.
  deletion
};

/// What a call may be about.
struct OperationTargets {
  /// Assets of the project, an array of objects as Sandbox::state() gives them. At least one, except for a
  /// creation. A call names some of them.
  nlohmann::json assets = nlohmann::json::array();
  /// An existing folder for journals and downloads.
  std::filesystem::path folder{};
  /// In every name that the call makes, so that no two calls make the same.
  std::string mark{};
  /// What operations of other modules are about, where a suite has them.
  ModuleTargets modules{};
  AssetImportSettings open_import{};  ///< Of an open import.
  std::string project_id{};           ///< A project of Operation::input_type, with workflow V1.
  sandbox::ServiceVersion version = sandbox::ServiceVersion::v26_2;
};

/// What a call tells of one asset.
enum class Told {
  nothing,   ///< The report does not have the asset.
  done,      ///< As asked.
  declined,  ///< Not applicable; as before.
  skipped,   ///< Of a creation: an asset of this external id was there already.
  not_done,  ///< As before.
  unknown    ///< As asked or as before.
};
[[nodiscard]] std::string_view to_string(Told told) noexcept;

/// How a call ended.
struct CallReport {
  std::vector<std::string> asset_ids{};  ///< Of a creation: by place, where the report has them.
  std::optional<std::size_t> counted{};  ///< Of count_assets.
  std::string error{};                   ///< what() of the error; empty: there was none.
  ErrorCode error_code = ErrorCode::other;
  std::string error_type{};           ///< Error::type().
  std::vector<std::string> listed{};  ///< Of a listing: ids of the assets, in order.
  std::vector<Told> told{};           ///< By place in OperationCall::names.
};

/// One call with its arguments.
struct OperationCall {
  /// The assets that the call changes, each once: their ids, of a creation their external ids. Empty for a
  /// query.
  std::vector<std::string> names{};
  /// Sends the call. @throws what the client throws. May be called again: the same call once more.
  std::function<CallReport(const Client& client, const CallOptions& options)> perform{};
  /// What an error of perform() tells of each asset. Set for every call.
  std::function<std::vector<Told>(const Error& error)> told_by{};
  /// Whether the service applies the call to an asset of this state; where not, it declines it.
  std::function<bool(const nlohmann::json& before, std::size_t place)> applies{};
  /// What an asset of this state is when the call was done, as Sandbox::state() has it; null: it is gone. Of
  /// a creation, whose `before` is null: the members that are known.
  std::function<nlohmann::json(const nlohmann::json& before, std::size_t place)> asked{};
  /// Of a query: the ids that it delivers of these assets, which are all of the project in order.
  std::function<std::vector<std::string>(const nlohmann::json& assets)> selects{};
  std::string text{};  ///< Method and arguments in short, for messages.
};

/// One operation of the client.
struct Operation {
  std::string_view method;   ///< Of kili::Client.
  std::string_view variant;  ///< A way to call it, unique with the method.
  OperationKind kind;
  std::string_view input_type;  ///< Of the project that it needs; empty: any.
  /// Root fields of the schema that it may send, of all versions of the service.
  std::vector<std::string_view> service_operations;
  /// A call with random arguments.
  std::function<OperationCall(Dice& dice, const OperationTargets& targets)> draw;
  bool needs_modules = false;  ///< It is about OperationTargets::modules.
};

/// Time for calls of the operation. An open import has nothing to do until it is given something: its thread
/// waits for that until the deadline of the call, to which time must not jump.
/// @param deadline of the calls. Other pauses are shorter by half a minute at least.
[[nodiscard]] inline std::shared_ptr<VirtualClock> virtual_clock_for(const Operation& operation,
                                                                     VirtualClock::Duration deadline) {
  return operation.method == "open_import"
             ? std::make_shared<VirtualClock>(deadline - std::chrono::seconds(30))
             : std::make_shared<VirtualClock>();
}

/// Those about assets, whose effects are known.
[[nodiscard]] const std::vector<Operation>& operations();
/// Those of other modules (module_operations.hpp): of the call, only how it ends is known. A suite gives them
/// OperationTargets::modules.
[[nodiscard]] std::vector<Operation> operations_of_modules();
/// All of them.
[[nodiscard]] std::vector<Operation> operations_of_all_modules();
/// "method (variant)".
[[nodiscard]] std::string name_of(const Operation& operation);

/// Sends a call; an error of the client becomes part of the report.
[[nodiscard]] CallReport carry_out(const OperationCall& call, const Client& client,
                                   const CallOptions& options);

/// Whether an asset has these members, as Sandbox::state() has them; metadata are compared as JSON. Null and
/// null are the same.
[[nodiscard]] bool has_members(const nlohmann::json& asset, const nlohmann::json& members);

}  // namespace kili::test
