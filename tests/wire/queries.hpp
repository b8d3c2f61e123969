#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "pattern.hpp"

namespace kili::wire {

/// A way in which the queries of the two clients differ on purpose.
struct QueryRule {
  enum class Kind {
    ignored_variables,  ///< Their values are not compared.
    ignored_empty,      ///< Members of `where` that are empty objects, of these names.
    ignored_fields,     ///< Whether they are selected is not compared.
    recorded_only,      ///< The official client sends such a query, this one need not.
    actual_only         ///< This client sends such a query, the official one need not.
  };

  std::vector<std::string> cases;  ///< Names of cases; empty: all.
  Kind kind = Kind::ignored_variables;
  std::vector<std::string> methods;  ///< Empty: all.
  std::string name;
  std::vector<std::string> names;       ///< Of the variables, members or fields that are ignored.
  std::vector<std::string> operations;  ///< Root fields of the queries; empty: all.
  std::string reason;
  /// Of recorded_only and actual_only: members that the variables have at least; null stands for any value.
  nlohmann::json variables = nlohmann::json::object();
};

/// Reads the key `queries` of a rule.
[[nodiscard]] QueryRule query_rule(const nlohmann::json& rule);

/// `{"operation", "variables", "fields"}` of a request's body when it is a query: the root field, the
/// variables without those that are null, and the sorted paths of the selected fields.
[[nodiscard]] std::optional<nlohmann::json> query_of(const nlohmann::json& body);

/// What the comparison of the queries of one call found.
struct QueryComparison {
  std::size_t by_rule = 0;   ///< Queries without counterpart that a rule allows.
  std::size_t compared = 0;  ///< Different recorded queries with an equal actual one.
  std::vector<std::string> differences{};
};

/// The call whose queries are compared.
struct QueriedCall {
  std::string case_name;
  std::string method;
};

/// Compares the queries of a call as sets: how often one is sent and in which order does not matter.
[[nodiscard]] QueryComparison compare_queries(const QueriedCall& call,
                                              const std::vector<nlohmann::json>& recorded,
                                              const std::vector<nlohmann::json>& actual,
                                              const std::vector<QueryRule>& rules, Bindings& bindings);

}  // namespace kili::wire
