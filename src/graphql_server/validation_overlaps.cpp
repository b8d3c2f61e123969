#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "graphql_server/printing.hpp"
#include "graphql_server/validation_context.hpp"

namespace kili::sandbox::graphql {
namespace {

struct FieldUse {
  const NamedType* parent = nullptr;
  const ast::Selection* node = nullptr;
  const FieldDefinition* definition = nullptr;
};

/// Fields by response key, fragments expanded, in the order of the document.
struct FieldMap {
  std::vector<std::pair<std::string_view, std::vector<FieldUse>>> fields;
  std::unordered_map<std::string_view, std::size_t> index;
};

struct Conflict {
  std::string key;
  std::string reason;
  std::vector<ast::Offset> first;
  std::vector<ast::Offset> second;
};

/// Finds different fields that would be written under the same key of the response.
class OverlapChecker {
 public:
  explicit OverlapChecker(ValidationContext& context) : context_(context) {}

  void check(const ast::SelectionSet& set, const NamedType* parent);
  [[nodiscard]] bool is_exhausted() const noexcept { return comparisons_left_ == 0; }

 private:
  void check_within(const ast::SelectionSet& set, const NamedType* parent);
  const FieldMap& fields_of(const ast::SelectionSet& set, const NamedType* parent);
  void collect(const ast::SelectionSet& set, const NamedType* parent, FieldMap& map,
               std::unordered_set<const ast::Fragment*>& visited);
  std::optional<Conflict> find_conflict(const std::string& key, const FieldUse& first, const FieldUse& second,
                                        bool are_exclusive);
  std::optional<Conflict> compare_selections(const std::string& key, const FieldUse& first,
                                             const FieldUse& second, bool are_exclusive);

  ValidationContext& context_;
  std::map<std::pair<const ast::SelectionSet*, const NamedType*>, FieldMap> field_maps_;
  std::set<std::tuple<const ast::Selection*, const ast::Selection*, bool>> compared_;
  /// Comparing is quadratic in what is repeated; real documents stay far below this limit.
  std::size_t comparisons_left_ = 1'000'000;
};

bool have_same_value(const ast::Value& first, const ast::Value& second) {
  if (first.kind != second.kind || first.text != second.text || first.items.size() != second.items.size() ||
      first.fields.size() != second.fields.size()) {
    return false;
  }
  if (!std::equal(first.items.begin(), first.items.end(), second.items.begin(), have_same_value))
    return false;
  return std::all_of(first.fields.begin(), first.fields.end(), [&second](const auto& field) {
    return std::any_of(second.fields.begin(), second.fields.end(), [&field](const auto& other) {
      return field.name == other.name && have_same_value(field.value, other.value);
    });
  });
}

bool have_same_arguments(const ast::Selection& first, const ast::Selection& second) {
  if (first.arguments.size() != second.arguments.size()) return false;
  return std::all_of(first.arguments.begin(), first.arguments.end(), [&second](const auto& argument) {
    return std::any_of(second.arguments.begin(), second.arguments.end(), [&argument](const auto& other) {
      return argument.name == other.name && have_same_value(argument.value, other.value);
    });
  });
}

bool do_types_conflict(TypeRef first, TypeRef second) {
  if (first.is_list() || second.is_list() || first.is_non_null() || second.is_non_null()) {
    if (first.is_list() != second.is_list() || first.is_non_null() != second.is_non_null()) return true;
    return do_types_conflict(first.inner(), second.inner());
  }
  return (first.named->is_leaf() || second.named->is_leaf()) && first.named != second.named;
}

void OverlapChecker::check(const ast::SelectionSet& set, const NamedType* parent) {
  check_within(set, parent);
  for (const auto& selection : set.items) {
    if (selection.selection_set == nullptr) continue;
    if (selection.kind == ast::SelectionKind::inline_fragment) {
      const auto* const type = selection.name.empty() ? parent : context_.schema.find_type(selection.name);
      check(*selection.selection_set, type);
      continue;
    }
    const auto* const definition =
        parent == nullptr ? nullptr : context_.schema.find_field(*parent, selection.name);
    check(*selection.selection_set, definition == nullptr ? nullptr : definition->type.named);
  }
}

void OverlapChecker::check_within(const ast::SelectionSet& set, const NamedType* parent) {
  for (const auto& [key_view, uses] : fields_of(set, parent).fields) {
    const std::string key(key_view);
    for (std::size_t i = 0; i < uses.size(); ++i) {
      for (std::size_t j = i + 1; j < uses.size(); ++j) {
        if (is_exhausted() || context_.is_full()) return;
        auto conflict = find_conflict(key, uses[i], uses[j], false);
        if (!conflict) continue;
        auto offsets = std::move(conflict->first);
        offsets.insert(offsets.end(), conflict->second.begin(), conflict->second.end());
        context_.report(
            fmt::format("Fields \"{}\" conflict because {}. Use different aliases on the fields to fetch "
                        "both if this was intentional.",
                        key, conflict->reason),
            std::move(offsets));
      }
    }
  }
}

const FieldMap& OverlapChecker::fields_of(const ast::SelectionSet& set, const NamedType* parent) {
  const auto [found, is_new] = field_maps_.try_emplace({&set, parent});
  if (is_new) {
    std::unordered_set<const ast::Fragment*> visited;
    collect(set, parent, found->second, visited);
  }
  return found->second;
}

void OverlapChecker::collect(const ast::SelectionSet& set, const NamedType* parent, FieldMap& map,
                             std::unordered_set<const ast::Fragment*>& visited) {
  for (const auto& selection : set.items) {
    if (is_exhausted()) return;
    --comparisons_left_;
    if (selection.kind == ast::SelectionKind::field) {
      const auto& key = selection.response_key();
      const auto [found, is_new] = map.index.try_emplace(key, map.fields.size());
      if (is_new) map.fields.emplace_back(key, std::vector<FieldUse>());
      const auto* const definition =
          parent == nullptr ? nullptr : context_.schema.find_field(*parent, selection.name);
      map.fields[found->second].second.push_back({parent, &selection, definition});
    } else if (selection.kind == ast::SelectionKind::inline_fragment) {
      const auto* const type = selection.name.empty() ? parent : context_.schema.find_type(selection.name);
      collect(*selection.selection_set, type, map, visited);
    } else if (const auto* const fragment = context_.prepared.find_fragment(selection.name)) {
      if (!visited.insert(fragment).second) continue;
      collect(fragment->selection_set, context_.schema.find_type(fragment->type_condition), map, visited);
    }
  }
}

std::optional<Conflict> OverlapChecker::find_conflict(const std::string& key, const FieldUse& first,
                                                      const FieldUse& second, bool are_exclusive) {
  if (first.node == second.node || is_exhausted()) return std::nullopt;
  --comparisons_left_;
  // Objects of two different types are never in the same place, so only their structure must agree.
  const bool is_exclusive =
      are_exclusive ||
      (first.parent != second.parent && first.parent != nullptr && second.parent != nullptr &&
       first.parent->kind == TypeKind::object && second.parent->kind == TypeKind::object);
  const auto [smaller, larger] = std::minmax(first.node, second.node);
  if (!compared_.emplace(smaller, larger, is_exclusive).second) return std::nullopt;
  const auto conflict = [&](std::string reason) {
    return Conflict{key, std::move(reason), {first.node->offset}, {second.node->offset}};
  };
  if (!is_exclusive) {
    if (first.node->name != second.node->name) {
      return conflict(
          fmt::format("\"{}\" and \"{}\" are different fields", first.node->name, second.node->name));
    }
    if (!have_same_arguments(*first.node, *second.node)) return conflict("they have differing arguments");
  }
  if (first.definition != nullptr && second.definition != nullptr &&
      do_types_conflict(first.definition->type, second.definition->type)) {
    return conflict(fmt::format("they return conflicting types \"{}\" and \"{}\"",
                                first.definition->type.to_string(), second.definition->type.to_string()));
  }
  return compare_selections(key, first, second, is_exclusive);
}

std::optional<Conflict> OverlapChecker::compare_selections(const std::string& key, const FieldUse& first,
                                                           const FieldUse& second, bool are_exclusive) {
  if (first.node->selection_set == nullptr || second.node->selection_set == nullptr) return std::nullopt;
  const auto type_of = [](const FieldUse& use) {
    return use.definition ? use.definition->type.named : nullptr;
  };
  const auto& first_fields = fields_of(*first.node->selection_set, type_of(first));
  const auto& second_fields = fields_of(*second.node->selection_set, type_of(second));
  Conflict merged{key, {}, {first.node->offset}, {second.node->offset}};
  for (const auto& [sub_key, first_uses] : first_fields.fields) {
    const auto found = second_fields.index.find(sub_key);
    if (found == second_fields.index.end()) continue;
    for (const auto& first_use : first_uses) {
      for (const auto& second_use : second_fields.fields[found->second].second) {
        const auto conflict = find_conflict(std::string(sub_key), first_use, second_use, are_exclusive);
        if (!conflict) continue;
        merged.reason += fmt::format("{}subfields \"{}\" conflict because {}",
                                     merged.reason.empty() ? "" : " and ", conflict->key, conflict->reason);
        merged.first.insert(merged.first.end(), conflict->first.begin(), conflict->first.end());
        merged.second.insert(merged.second.end(), conflict->second.begin(), conflict->second.end());
      }
    }
  }
  if (merged.reason.empty()) return std::nullopt;
  return merged;
}

}  // namespace

void validate_overlaps(ValidationContext& context) {
  OverlapChecker checker(context);
  for (const auto& operation : context.document().operations) {
    checker.check(operation.selection_set, context.schema.root_type(operation.type));
  }
  for (const auto& fragment : context.document().fragments) {
    checker.check(fragment.selection_set, context.schema.find_type(fragment.type_condition));
  }
  if (checker.is_exhausted()) context.report("Document is too complex to validate.", {0});
}

}  // namespace kili::sandbox::graphql
