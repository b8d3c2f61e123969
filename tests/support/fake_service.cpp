#include "fake_service.hpp"

#include <algorithm>
#include <limits>

#include "graphql_error_answer.hpp"

namespace kili::test {
namespace {

using nlohmann::json;

constexpr const char* asynchronous_append = "appendManyAssetsAsynchronously";

std::string operation_of(const std::string& document) {
  for (const char* name :
       {"appendManyAssets(", "appendManyAssetsAsynchronously(", "createUploadBucketSignedUrls(",
        "filterExistingAssets(", "notifications(", "countAssets(", "organizations(", "projects(", "viewer",
        "assets(", "apiKeys(", "me"}) {
    const std::string field = std::string(": ") + name;
    if (document.find(field) != std::string::npos) return field.substr(2, field.find('(') - 2);
  }
  return "unknown";
}

bool creates_assets(const std::string& operation) {
  return operation == "appendManyAssets" || operation == asynchronous_append;
}

/// An element of one of the parallel arrays.
json element(const json& data, const char* array, std::size_t i, json otherwise) {
  return data.contains(array) ? data[array][i] : std::move(otherwise);
}

}  // namespace

void FakeService::add(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = std::to_string(assets_.size());
    assets_.push_back(
        {{"id", "id_" + number}, {"externalId", "asset_" + number}, {"content", "https://x/" + number}});
    ids_.insert("id_" + number);
    external_ids_.insert("asset_" + number);
  }
}

std::size_t FakeService::count_of(const std::string& operation) const {
  const auto all = operations();
  return static_cast<std::size_t>(std::count(all.begin(), all.end(), operation));
}

HttpResponse FakeService::handle(const HttpRequest& request) {
  const bool is_upload = request.method == "PUT";
  const json body = is_upload ? json() : json::parse(plain_body(request));
  const std::string operation = is_upload ? "upload" : operation_of(body.at("query").get<std::string>());
  {
    const std::scoped_lock lock(mutex_);
    operations_.push_back(operation);
    pass_time(operations_.size());
  }
  try {
    if (fault_) {
      if (auto instead = fault_(operation, false)) return *instead;
    }
  } catch (const CarriedOutLater&) {
    const std::scoped_lock lock(mutex_);
    Later later;
    later.due = operations_.size() + 3;
    later.operation = operation;
    later.variables = body.at("variables");
    later_.push_back(std::move(later));
    throw TransportError(TransportFailure::connection_lost, "cut, and carried out later");
  }
  HttpResponse response;
  if (is_upload) {
    const std::scoped_lock lock(mutex_);
    uploads_.push_back(
        {.body = request.file_body ? "file:" + request.file_body->path.string() : body_of(request),
         .content_type = std::string(
             HttpResponse{.body = {}, .headers = request.headers, .status = 0}.header("content-type")),
         .url = request.url});
    response.status = 200;
  } else {
    const std::scoped_lock lock(mutex_);
    response = respond(operation, body.at("variables"));
  }
  if (fault_) {
    if (auto instead = fault_(operation, true)) return *instead;
  }
  return response;
}

void FakeService::pass_time(std::size_t now) {
  for (std::size_t i = 0; i < later_.size();) {
    if (later_[i].due > now) {
      ++i;
      continue;
    }
    const Later due = std::move(later_[i]);
    later_.erase(later_.begin() + static_cast<std::ptrdiff_t>(i));
    if (due.asynchronous) {
      finish(due);
    } else {
      static_cast<void>(append(due.operation, due.variables));
    }
  }
}

void FakeService::settle() {
  const std::scoped_lock lock(mutex_);
  while (!later_.empty()) pass_time(std::numeric_limits<std::size_t>::max());
}

/// The end of an asynchronous import: its assets appear, but for those that are to fail.
void FakeService::finish(const Later& later) {
  json data = later.variables["data"];
  bool failed = false;
  for (std::size_t i = data["idArray"].size(); i-- > 0;) {
    if (!failing_imports.contains(data["externalIDArray"][i]) && !ids_.contains(data["idArray"][i])) continue;
    failed = true;
    for (auto& array : data) {
      if (array.is_array()) array.erase(i);
    }
  }
  create(data);
  finished_.emplace_back(later.notification_id, failed ? "FAILURE" : "SUCCESS");
}

bool FakeService::any_is_taken(const json& data) const {
  const auto is_pending = [this](const std::string& id) {
    return std::any_of(later_.begin(), later_.end(), [&](const Later& later) {
      const json& ids = later.variables["data"]["idArray"];
      return later.asynchronous && std::find(ids.begin(), ids.end(), id) != ids.end();
    });
  };
  for (const json& id : data["idArray"]) {
    if (ids_.contains(id) || is_pending(id)) return true;
  }
  return std::any_of(data["externalIDArray"].begin(), data["externalIDArray"].end(),
                     [this](const json& id) { return external_ids_.contains(id); });
}

void FakeService::create(const json& data) {
  for (std::size_t i = 0; i < data["idArray"].size(); ++i) {
    json asset{{"id", data["idArray"][i]},
               {"externalId", data["externalIDArray"][i]},
               {"content", element(data, "contentArray", i, "")},
               {"jsonContent", element(data, "jsonContentArray", i, "")},
               {"jsonMetadata", element(data, "jsonMetadataArray", i, "{}")},
               {"isHoneypot", element(data, "isHoneypotArray", i, false)}};
    if (data.contains("multiLayerContentArray")) asset["layers"] = data["multiLayerContentArray"][i];
    ids_.insert(asset["id"]);
    external_ids_.insert(asset["externalId"]);
    assets_.push_back(std::move(asset));
  }
}

HttpResponse FakeService::append(const std::string& operation, const json& variables) {
  mutations_.push_back(variables);
  const json& data = variables["data"];
  if (any_is_taken(data)) return graphql_error_answer("an id is taken");
  if (operation == asynchronous_append) {
    const std::string id = "n" + std::to_string(mutations_.size());
    later_.push_back({.asynchronous = true,
                      .due = operations_.size() + import_duration,
                      .notification_id = id,
                      .operation = operation,
                      .variables = variables});
    return data_answer({{"id", id}});
  }
  create(data);
  json created = json::array();
  for (const json& id : data["idArray"]) created.push_back({{"id", id}});
  return data_answer(created);
}

json FakeService::notification(const json& where) const {
  const auto status = [this](const std::string& id) -> std::string {
    for (const auto& [finished, outcome] : finished_) {
      if (finished == id) return outcome;
    }
    const bool pending = std::any_of(later_.begin(), later_.end(),
                                     [&](const Later& later) { return later.notification_id == id; });
    return pending ? "PENDING" : "";
  };
  const std::string found = status(where["id"].get<std::string>());
  if (found.empty()) return json::array();
  return {{{"id", where["id"]}, {"message", nullptr}, {"status", found}}};
}

json FakeService::assets_of(const json& variables) const {
  json page = json::array();
  if (variables["where"].contains("idIn")) {
    for (const json& id : variables["where"]["idIn"]) {
      if (ids_.contains(id)) page.push_back({{"id", id}});
    }
    return page;
  }
  const auto skip = variables["skip"].get<std::size_t>();
  const auto end = std::min(assets_.size(), skip + variables["first"].get<std::size_t>());
  for (std::size_t i = skip; i < end; ++i) page.push_back(assets_[i]);
  return page;
}

HttpResponse FakeService::respond(const std::string& operation, const json& variables) {
  if (operation == "projects") {
    if (variables["where"]["id"] != "p") return data_answer(json::array());
    return data_answer({{{"dataConnections", nlohmann::json::array()},
                         {"inputType", input_type_},
                         {"steps", nlohmann::json::array()},
                         {"workflowVersion", "V1"}}});
  }
  if (operation == "viewer") return data_answer({{"email", "a@example.com"}});
  if (operation == "organizations") return data_answer({{{"license", {{"uploadLocalData", may_upload}}}}});
  if (operation == "countAssets") return data_answer(assets_.size());
  if (operation == "assets") return data_answer(assets_of(variables));
  if (operation == "notifications") return data_answer(notification(variables["where"]));
  if (operation == "filterExistingAssets") {
    json found = json::array();
    for (const auto& id : variables["externalIDs"]) {
      if (external_ids_.contains(id)) found.push_back(id);
    }
    return answer(200, json{{"data", {{"external_ids", found}}}}.dump());
  }
  if (operation == "createUploadBucketSignedUrls") {
    json urls = json::array();
    for (const auto& path : variables["filePaths"]) {
      urls.push_back("https://storage.test/" + path.get<std::string>() + "?signature=1&id=file_" +
                     std::to_string(urls.size()));
    }
    return answer(200, json{{"data", {{"urls", urls}}}}.dump());
  }
  if (creates_assets(operation)) return append(operation, variables);
  return answer(400, json{{"errors", {{{"message", "unknown operation"}}}}}.dump());
}

}  // namespace kili::test
