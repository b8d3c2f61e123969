#include "queries.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

namespace kili::wire {
namespace {

using nlohmann::json;

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Reads the selected fields of a document without texts among its arguments, as both clients write them. A
/// fragment counts as a field of that name.
class SelectionReader {
 public:
  explicit SelectionReader(std::string_view document) : text_(document) {}

  /// @return the root field. `fields` gets the paths of all fields below it that have no selection of their
  /// own.
  std::string read(std::set<std::string>& fields) {
    at_ = text_.find('{');
    if (at_ == std::string_view::npos) throw std::runtime_error("a document selects nothing");
    ++at_;
    const std::string root = field();
    if (skip('{')) selection("", fields);
    return root;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n,").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool skip(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string name() {
    skip_blanks();
    const auto begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
    if (begin == at_) throw std::runtime_error(fmt::format("no field at {} of: {}", at_, text_));
    return std::string(text_.substr(begin, at_ - begin));
  }
  /// A field with its arguments, without its alias.
  std::string field() {
    if (skip('.')) {
      at_ += std::min(text_.size() - at_, std::string_view("..").size());
      return "..." + name();
    }
    std::string found = name();
    if (skip(':')) found = name();
    if (skip('(')) {
      while (at_ < text_.size() && text_[at_] != ')') ++at_;
      skip(')');
    }
    return found;
  }
  void selection(const std::string& prefix, std::set<std::string>& fields) {
    while (!skip('}')) {
      const std::string path = prefix + field();
      if (skip('{')) {
        selection(path + ".", fields);
      } else {
        fields.insert(path);
      }
    }
  }

  std::size_t at_ = 0;
  std::string_view text_;
};

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether `value` has the members of `pattern`; null in a pattern stands for any value.
bool has_members(const json& value, const json& pattern) {
  if (pattern.is_null()) return true;
  if (!pattern.is_object()) return value == pattern;
  if (!value.is_object()) return false;
  return std::all_of(pattern.items().begin(), pattern.items().end(), [&](const auto& member) {
    const auto found = value.find(member.key());
    return found != value.end() && has_members(*found, member.value());
  });
}

bool applies(const QueryRule& rule, const QueriedCall& call, const json& query) {
  return (rule.cases.empty() || contains(rule.cases, call.case_name)) &&
         (rule.methods.empty() || contains(rule.methods, call.method)) &&
         (rule.operations.empty() || contains(rule.operations, query.at("operation").get<std::string>())) &&
         has_members(query.at("variables"), rule.variables);
}

json without_ignored(const QueriedCall& call, json query, const std::vector<QueryRule>& rules) {
  for (const auto& rule : rules) {
    if (!applies(rule, call, query)) continue;
    if (rule.kind == QueryRule::Kind::ignored_variables) {
      for (const auto& name : rule.names) query.at("variables").erase(name);
    } else if (rule.kind == QueryRule::Kind::ignored_empty) {
      const auto where = query.at("variables").find("where");
      if (where == query.at("variables").end()) continue;
      for (const auto& name : rule.names) {
        if (where->contains(name) && where->at(name).empty()) where->erase(name);
      }
    } else if (rule.kind == QueryRule::Kind::ignored_fields) {
      json kept = json::array();
      for (const auto& field : query.at("fields")) {
        if (!contains(rule.names, field.get<std::string>())) kept.push_back(field);
      }
      query["fields"] = std::move(kept);
    }
  }
  return query;
}

std::vector<json> distinct(const QueriedCall& call, const std::vector<json>& queries,
                           const std::vector<QueryRule>& rules) {
  std::vector<json> result;
  for (const auto& query : queries) {
    json compared = without_ignored(call, query, rules);
    if (std::find(result.begin(), result.end(), compared) == result.end())
      result.push_back(std::move(compared));
  }
  return result;
}

std::string shown(const json& query) { return query.dump().substr(0, 600); }

}  // namespace

QueryRule query_rule(const json& rule) {
  static const std::map<std::string, QueryRule::Kind> kinds{
      {"ignored_variables", QueryRule::Kind::ignored_variables},
      {"ignored_empty", QueryRule::Kind::ignored_empty},
      {"ignored_fields", QueryRule::Kind::ignored_fields},
      {"recorded_only", QueryRule::Kind::recorded_only},
      {"actual_only", QueryRule::Kind::actual_only}};
  const json& queries = rule.at("queries");
  const auto names = [&](const char* key) {
    return queries.value(key, json::array()).get<std::vector<std::string>>();
  };
  return {.cases = names("cases"),
          .kind = kinds.at(queries.at("kind").get<std::string>()),
          .methods = names("methods"),
          .name = rule.at("name").get<std::string>(),
          .names = names("names"),
          .operations = names("operations"),
          .reason = rule.at("reason").get<std::string>(),
          .variables = queries.value("variables", json::object())};
}

std::optional<json> query_of(const json& body) {
  if (!body.is_object() || !body.contains("query")) return std::nullopt;
  const auto& document = body.at("query").get_ref<const std::string&>();
  if (document.starts_with("mutation")) return std::nullopt;
  std::set<std::string> fields;
  const std::string operation = SelectionReader(document).read(fields);
  json variables = json::object();
  const json given = body.value("variables", json());
  if (given.is_object()) {
    for (const auto& [name, value] : given.items()) {
      if (!value.is_null()) variables[name] = value;
    }
  }
  return json{{"operation", operation}, {"variables", variables}, {"fields", fields}};
}

QueryComparison compare_queries(const QueriedCall& call, const std::vector<json>& recorded,
                                const std::vector<json>& actual, const std::vector<QueryRule>& rules,
                                Bindings& bindings) {
  QueryComparison comparison;
  auto left = distinct(call, recorded, rules);
  auto right = distinct(call, actual, rules);
  // Queries that name no made id bind nothing; they must not take a counterpart from one that does.
  std::erase_if(left, [&](const json& query) {
    const auto found = std::find_if(right.begin(), right.end(), [&](const json& candidate) {
      return !difference(query, candidate, bindings);
    });
    if (found == right.end()) return false;
    right.erase(found);
    ++comparison.compared;
    return true;
  });
  const auto judge = [&](const std::vector<json>& queries, QueryRule::Kind kind, std::string_view what) {
    for (const auto& query : queries) {
      const bool allowed = std::any_of(rules.begin(), rules.end(), [&](const QueryRule& rule) {
        return rule.kind == kind && applies(rule, call, query);
      });
      if (allowed) {
        ++comparison.by_rule;
      } else {
        comparison.differences.push_back(fmt::format("queries: {}: {}", what, shown(query)));
      }
    }
  };
  judge(left, QueryRule::Kind::recorded_only, "was not sent");
  judge(right, QueryRule::Kind::actual_only, "was not recorded");
  return comparison;
}

}  // namespace kili::wire
