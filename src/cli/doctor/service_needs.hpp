#pragma once

#include <string_view>
#include <vector>

namespace kili::cli {

/// What a method of the library needs of the schema of a service: "Query.assets", "Query.assets(where)",
/// "Asset.id", "AssetWhere".
struct ServiceNeed {
  std::string_view method;  ///< Of kili::Client.
  /// The version of the service whose operations these are, "26.2" and earlier; a method works with those of
  /// any version. "optional": members of arguments, without which only some arguments do not work.
  std::string_view version;
  std::vector<std::string_view> names;
};

/// The needs of all methods, newest version first. A test keeps them those of the documents that the library
/// sends (tests/unit/service_needs_test.cpp).
[[nodiscard]] const std::vector<ServiceNeed>& service_needs();

}  // namespace kili::cli
