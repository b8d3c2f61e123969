#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/document_cache.hpp"
#include "graphql_server/schema.hpp"

namespace kili::sandbox::graphql {

struct ObjectPlan;

/// One key of a result object and the source of its value.
struct PlannedField {
  std::string key;
  const NamedType* parent = nullptr;
  const FieldDefinition* definition = nullptr;
  std::vector<const ast::Selection*> nodes;
  /// No later field of the plan reads the same value, so it may be moved out of the source.
  bool is_last_reader = true;
  std::vector<std::pair<const NamedType*, std::unique_ptr<ObjectPlan>>> children;
};

/// The fields requested of one type: fragments expanded, @skip and @include applied, duplicates merged.
struct ObjectPlan {
  const NamedType* type = nullptr;
  std::vector<PlannedField> fields;
};

/// The document requests more fields than the limit.
class PlanTooLarge : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Plans selections once per request, so that each of many objects costs only its own fields.
class Planner {
 public:
  Planner(const Schema::Data& schema, const PreparedDocument& document, const nlohmann::json& variables)
      : schema_(schema), document_(document), variables_(variables) {}

  /// Fields stay in the order of the document. @throws ArgumentError, PlanTooLarge.
  ObjectPlan plan_operation(const ast::Operation& operation, const NamedType& type);
  /// The plan for values of this field that are objects of `type`; made at the first request. Fields are
  /// sorted by key.
  ObjectPlan& children(PlannedField& field, const NamedType& type);

 private:
  void collect(const ast::SelectionSet& set, ObjectPlan& plan, std::vector<const ast::Fragment*>& visited);
  void add_field(const ast::Selection& selection, ObjectPlan& plan);
  [[nodiscard]] bool is_included(const ast::Selection& selection) const;
  [[nodiscard]] bool applies_to(std::string_view type_condition, const NamedType& type) const;

  static constexpr std::size_t max_fields_ = 100'000;

  const Schema::Data& schema_;
  const PreparedDocument& document_;
  const nlohmann::json& variables_;
  std::size_t fields_ = 0;
};

}  // namespace kili::sandbox::graphql
