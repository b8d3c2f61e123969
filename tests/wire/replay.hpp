#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "queries.hpp"
#include "request_log.hpp"
#include "wire_case.hpp"

namespace kili::wire {

/// What a replayed case left behind, in the keys of a case.
struct Replay {
  nlohmann::json answer;  ///< Of the driver: `result` or `error`, and `warnings`.
  std::vector<std::string> differences;
  std::string rule;                 ///< By which something else than what was recorded was expected, if any.
  std::size_t queries = 0;          ///< Different queries that were sent as recorded.
  std::size_t queries_by_rule = 0;  ///< Queries of one side that a rule allows.
};

/// What is compared beside results, kinds of errors and warnings, state, media, mutations and queries.
struct CompareOptions {
  bool messages = false;  ///< Texts of errors and warnings too.
  /// Over sockets and in real time; else in process and in virtual time.
  bool over_http = false;
  std::shared_ptr<RequestLog> log{};  ///< Gets what was sent, when there is one.
  std::vector<QueryRule> query_rules{};
  std::vector<ExportRule> export_rules{};
};

/// Loads the case's fixture into a sandbox of its own, makes the call through the driver and compares what it
/// did with the recording. @param expect replaces keys of the recording (see Rule).
[[nodiscard]] Replay replay(const WireCase& wire_case, const nlohmann::json& expect,
                            const CompareOptions& options);

}  // namespace kili::wire
