#include <algorithm>
#include <array>
#include <set>

#include "fake_transport.hpp"

namespace kili::test {
namespace {

using nlohmann::json;

std::string operation_of(const std::string& document) {
  for (const char* name :
       {"appendManyAssets(", "createUploadBucketSignedUrls(", "filterExistingAssets(", "countAssets(",
        "organizations(", "projects(", "viewer", "assets(", "apiKeys(", "me"}) {
    const std::string field = std::string(": ") + name;
    if (document.find(field) != std::string::npos) return field.substr(2, field.find('(') - 2);
  }
  return "unknown";
}

json error_body(const std::string& message) {
  return {{"errors", {{{"message", message}}}}, {"data", nullptr}};
}

}  // namespace

void FakeService::add(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = std::to_string(assets_.size());
    assets_.push_back(
        {{"id", "id_" + number}, {"externalId", "asset_" + number}, {"content", "https://x/" + number}});
  }
}

std::size_t FakeService::count_of(const std::string& operation) const {
  const auto all = operations();
  return static_cast<std::size_t>(std::count(all.begin(), all.end(), operation));
}

HttpResponse FakeService::handle(const HttpRequest& request) {
  const bool is_upload = request.method == "PUT";
  const json body = is_upload ? json() : json::parse(request.body);
  const std::string operation = is_upload ? "upload" : operation_of(body.at("query").get<std::string>());
  {
    const std::scoped_lock lock(mutex_);
    operations_.push_back(operation);
  }
  if (fault_) {
    if (auto instead = fault_(operation, false)) return *instead;
  }
  HttpResponse response;
  if (is_upload) {
    const std::scoped_lock lock(mutex_);
    uploads_.emplace_back(request.url, request.body);
    response.status = 200;
  } else {
    response = respond(operation, body.at("variables"));
  }
  if (fault_) {
    if (auto instead = fault_(operation, true)) return *instead;
  }
  return response;
}

HttpResponse FakeService::respond(const std::string& operation, const json& variables) {
  const std::scoped_lock lock(mutex_);
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
  if (operation == "assets") {
    json page = json::array();
    if (variables["where"].contains("idIn")) {
      const auto wanted = variables["where"]["idIn"].get<std::set<std::string>>();
      for (const auto& asset : assets_) {
        if (wanted.contains(asset["id"])) page.push_back({{"id", asset["id"]}});
      }
      return data_answer(page);
    }
    const auto skip = variables["skip"].get<std::size_t>();
    const auto end = std::min(assets_.size(), skip + variables["first"].get<std::size_t>());
    for (std::size_t i = skip; i < end; ++i) page.push_back(assets_[i]);
    return data_answer(page);
  }
  if (operation == "filterExistingAssets") {
    json found = json::array();
    for (const auto& id : variables["externalIDs"]) {
      if (std::any_of(assets_.begin(), assets_.end(),
                      [&](const json& asset) { return asset["externalId"] == id; })) {
        found.push_back(id);
      }
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
  if (operation == "appendManyAssets") {
    const json& data = variables["data"];
    for (const auto& id : data["idArray"]) {
      if (std::any_of(assets_.begin(), assets_.end(), [&](const json& asset) { return asset["id"] == id; })) {
        return answer(200, error_body("id is taken").dump());
      }
    }
    json created = json::array();
    for (std::size_t i = 0; i < data["idArray"].size(); ++i) {
      assets_.push_back({{"id", data["idArray"][i]},
                         {"externalId", data["externalIDArray"][i]},
                         {"content", data["contentArray"][i]},
                         {"jsonMetadata", data["jsonMetadataArray"][i]},
                         {"isHoneypot", data["isHoneypotArray"][i]}});
      created.push_back({{"id", data["idArray"][i]}});
    }
    return data_answer(created);
  }
  return answer(400, error_body("unknown operation").dump());
}

}  // namespace kili::test
