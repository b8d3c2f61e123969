#include "cli/doctor/schema_names.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/doctor/service_needs.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

constexpr const char* introspection_document = R"(query kiliDoctor {
  __schema {
    queryType { name }
    mutationType { name }
    types {
      name
      fields(includeDeprecated: true) { name args { name } }
      inputFields { name }
      enumValues(includeDeprecated: true) { name }
    }
  }
})";

std::string name_in(const json& value) {
  if (!value.is_object()) return {};
  const auto name = value.find("name");
  return name != value.end() && name->is_string() ? name->get<std::string>() : std::string();
}

const json& list_in(const json& value, const char* key) {
  static const auto& none = *new json(json::array());  // NOLINT(cppcoreguidelines-owning-memory)
  if (!value.is_object()) return none;
  const auto member = value.find(key);
  return member != value.end() && member->is_array() ? *member : none;
}

/// Root types are called Query and Mutation in needs, whatever a service calls them.
std::string type_name(const json& type, const std::string& query, const std::string& mutation) {
  const std::string name = name_in(type);
  return name == query ? "Query" : name == mutation ? "Mutation" : name;
}

void add_names(const json& type, const std::string& name, SchemaNames& names) {
  names.insert(name);
  for (const auto& field : list_in(type, "fields")) {
    const std::string full = name + "." + name_in(field);
    names.insert(full);
    for (const auto& argument : list_in(field, "args")) names.insert(full + "(" + name_in(argument) + ")");
  }
  for (const char* const members : {"inputFields", "enumValues"}) {
    for (const auto& member : list_in(type, members)) names.insert(name + "." + name_in(member));
  }
}

std::vector<std::string_view> missing_of(const ServiceNeed& need, const SchemaNames& names) {
  std::vector<std::string_view> missing;
  for (const auto name : need.names) {
    if (!names.contains(name)) missing.push_back(name);
  }
  return missing;
}

}  // namespace

SchemaNames read_schema_names(Session& session, const Client& client) {
  CallOptions call = session.call();
  call.on_progress = {};
  const Json answer = client.execute(introspection_document, json::object(), {}, call);
  const json& data = answer.get();
  const json schema = data.is_object() ? data.value("__schema", json()) : json();
  if (!schema.is_object() || list_in(schema, "types").empty()) {
    throw GraphQLError("the service does not tell its schema");
  }
  const std::string query = name_in(schema.value("queryType", json()));
  const std::string mutation = name_in(schema.value("mutationType", json()));
  SchemaNames names;
  for (const auto& type : list_in(schema, "types")) add_names(type, type_name(type, query, mutation), names);
  return names;
}

std::vector<MethodFinding> check_methods(const SchemaNames& names) {
  std::vector<MethodFinding> findings;
  for (const auto& need : service_needs()) {
    auto missing = missing_of(need, names);
    if (findings.empty() || findings.back().method != need.method) {
      findings.push_back({.method = need.method, .missing = std::move(missing), .version = need.version});
    } else if (need.version == "optional") {
      // What belongs to a type that the service does not have is of operations of another version.
      std::erase_if(missing,
                    [&](std::string_view name) { return !names.contains(name.substr(0, name.find('.'))); });
      findings.back().missing_optional = std::move(missing);
    } else if (missing.size() < findings.back().missing.size()) {
      findings.back().missing = std::move(missing);
      findings.back().version = need.version;
    }
  }
  return findings;
}

}  // namespace kili::cli
