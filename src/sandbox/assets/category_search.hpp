#pragma once

#include <cstdint>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "support/category_query.hpp"

namespace kili::sandbox {

/// A category search such as `(JOB_0.A.count == 1 OR JOB_1.CAR.count > 0) AND JOB_1.BUS.count >= 1`.
/// AND binds closer than OR. Immutable.
class CategorySearch {
 public:
  /// @throws graphql::ResolverError when the query is not well-formed.
  explicit CategorySearch(std::string_view query);

  /// Whether the annotations of one label satisfy the query.
  [[nodiscard]] bool matches(const nlohmann::json& json_response) const;

 private:
  support::CategoryQuery query_;
};

/// How often a category occurs in a job of a label: classifications and annotated objects, in all frames and
/// in nested jobs.
[[nodiscard]] std::int64_t count_category(const nlohmann::json& json_response, std::string_view job,
                                          std::string_view category);

}  // namespace kili::sandbox
