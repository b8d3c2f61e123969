#include "api/record_queries.hpp"

#include <fmt/format.h>

#include "api/checked_answer.hpp"
#include "graphql/field_selection.hpp"
#include "graphql/variables.hpp"

namespace kili::api {

std::size_t RecordQueries::count(const ListedKind& kind, nlohmann::json where,
                                 const support::CallContext& context) const {
  const graphql::Operation operation{
      .document = fmt::format("query {0}($where: {1}) {{\n  data: {0}(where: $where)\n}}", kind.count_field,
                              kind.where_type),
      .idempotent = true,
      .name = kind.count_field};
  return natural_number(
      graphql_->execute(operation, graphql::without_nulls({{"where", std::move(where)}}), context),
      kind.count_field);
}

std::vector<nlohmann::json> RecordQueries::page(const ListedKind& kind, nlohmann::json where,
                                                std::span<const std::string> fields, std::size_t first,
                                                std::size_t skip, const support::CallContext& context,
                                                const graphql::GraphQLClient::Finish& finish) const {
  const graphql::Operation operation{
      .document = fmt::format("query {0}($where: {1}, $first: PageSize!, $skip: Int!) {{\n"
                              "  data: {0}(where: $where, first: $first, skip: $skip) {{\n{2}  }}\n}}",
                              kind.list_field, kind.where_type, graphql::selection_of(fields, 4)),
      .idempotent = true,
      .name = kind.list_field};
  const auto check_and_finish = [&](nlohmann::json& records, support::JsonBudget& budget) {
    for (const auto& record : array(records, kind.list_field)) {
      if (!record.is_object()) throw_unexpected_answer(kind.list_field, "a record that is not an object");
    }
    if (finish) finish(records, budget);
  };
  auto records = graphql_->execute(
      operation, graphql::without_nulls({{"where", std::move(where)}, {"first", first}, {"skip", skip}}),
      context, check_and_finish);
  return std::move(*records.get_ptr<nlohmann::json::array_t*>());
}

void check_fields(std::span<const std::string> fields) {
  static_cast<void>(graphql::selection_of(fields, 0));
}

}  // namespace kili::api
