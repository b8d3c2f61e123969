#include "sandbox/assets/category_search.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"

namespace kili::sandbox {

namespace {

using support::CategoryQuery;
using Comparison = CategoryQuery::Comparison;

bool compare(double count, Comparison comparison, double number) {
  switch (comparison) {
    case Comparison::equal:
      return count == number;
    case Comparison::greater:
      return count > number;
    case Comparison::greater_equal:
      return count >= number;
    case Comparison::less:
      return count < number;
    case Comparison::less_equal:
      return count <= number;
  }
  return false;
}

bool evaluate(const CategoryQuery& query, const nlohmann::json& json_response) {
  if (query.kind == CategoryQuery::Kind::comparison) {
    const auto count = static_cast<double>(count_category(json_response, query.job, query.category));
    return compare(count, query.comparison, query.number);
  }
  const bool any = query.kind == CategoryQuery::Kind::any_of;
  for (const CategoryQuery& child : query.children) {
    if (evaluate(child, json_response) == any) return any;
  }
  return !any;
}

std::int64_t count_named(const nlohmann::json& owner, std::string_view category) {
  const auto categories = owner.find("categories");
  if (categories == owner.end() || !categories->is_array()) return 0;
  std::int64_t count = 0;
  for (const auto& entry : *categories) {
    if (!entry.is_object()) continue;
    const auto name = entry.find("name");
    if (name != entry.end() && name->is_string() && name->get_ref<const std::string&>() == category) ++count;
  }
  return count;
}

std::int64_t count_in_job(const nlohmann::json& job, std::string_view category) {
  if (!job.is_object()) return 0;
  std::int64_t count = count_named(job, category);
  const auto annotations = job.find("annotations");
  if (annotations == job.end() || !annotations->is_array()) return count;
  for (const auto& annotation : *annotations) {
    // An object counts once, even when several of its categories have the name.
    if (annotation.is_object() && count_named(annotation, category) > 0) ++count;
  }
  return count;
}

}  // namespace

CategorySearch::CategorySearch(std::string_view query) {
  try {
    query_ = support::parse_category_query(query);
  } catch (const support::CategoryQueryError& error) {
    throw graphql::ResolverError(
        fmt::format("[invalidInput] Invalid category search query: {} (at {}: {} expected)", query,
                    error.position(), error.expected()));
  }
}

bool CategorySearch::matches(const nlohmann::json& json_response) const {
  return evaluate(query_, json_response);
}

std::int64_t count_category(const nlohmann::json& json_response, std::string_view job,
                            std::string_view category) {
  std::int64_t count = 0;
  if (json_response.is_array()) {
    for (const auto& element : json_response) count += count_category(element, job, category);
  }
  if (!json_response.is_object()) return count;
  for (const auto& [key, value] : json_response.items()) {
    if (key == job) count += count_in_job(value, category);
    if (value.is_structured()) count += count_category(value, job, category);
  }
  return count;
}

}  // namespace kili::sandbox
