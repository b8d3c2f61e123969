#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.hpp"

namespace kili::cli {

/// What a service has, as its introspection tells: names as in ServiceNeed.
using SchemaNames = std::set<std::string, std::less<>>;

/// Asks the service. @throws what Client::execute() throws; GraphQLError when it does not tell.
[[nodiscard]] SchemaNames read_schema_names(Session& session, const Client& client);

/// A method of the library, held against a service.
struct MethodFinding {
  std::string_view method{};
  /// What the service lacks of the version that comes closest; empty: the method works.
  std::vector<std::string_view> missing{};
  std::vector<std::string_view> missing_optional{};  ///< Arguments that need these do not work.
  std::string_view version{};                        ///< Whose operations are used, or come closest.
};

/// All methods, in the order of service_needs().
[[nodiscard]] std::vector<MethodFinding> check_methods(const SchemaNames& names);

}  // namespace kili::cli
