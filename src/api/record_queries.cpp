#include "api/record_queries.hpp"

#include <fmt/format.h>

#include "api/checked_answer.hpp"
#include "graphql/field_selection.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/id_set.hpp"

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

void RecordQueries::for_each(const ListedKind& kind, const RecordLookup& lookup,
                             const support::CallContext& context,
                             const std::function<void(nlohmann::json&& record)>& visit) const {
  constexpr std::size_t most_records = 100'000;
  support::IdSet seen;
  for (std::size_t skip = 0;;) {
    auto records = page(kind, lookup.where, lookup.fields, lookup.page_size, skip, context, lookup.finish);
    skip += records.size();
    const bool is_full = records.size() >= lookup.page_size;
    const std::size_t seen_before = seen.size();
    for (auto& record : records) {
      if (seen.insert(text_member(record, "id", kind.list_field))) visit(std::move(record));
    }
    const bool brought_nothing = seen.size() == seen_before;
    if ((brought_nothing && is_full && !lookup.at_most) || seen.size() > most_records) {
      throw HttpError(fmt::format(
          "{0}: the service gives {1} after the first {2} {0} that were looked up; try again later",
          kind.list_field, brought_nothing ? "the same ones once more" : "others without end", seen.size()));
    }
    // A service that makes pages shorter than asked must not be mistaken for one that has no more.
    const bool may_be_last = lookup.expected && (lookup.at_most || !is_full);
    if (brought_nothing || (may_be_last && seen.size() >= *lookup.expected)) return;
  }
}

std::vector<nlohmann::json> RecordQueries::all(const ListedKind& kind, const RecordLookup& lookup,
                                               const support::CallContext& context) const {
  std::vector<nlohmann::json> found;
  for_each(kind, lookup, context, [&](nlohmann::json&& record) { found.push_back(std::move(record)); });
  return found;
}

void check_fields(std::span<const std::string> fields) {
  static_cast<void>(graphql::selection_of(fields, 0));
}

}  // namespace kili::api
