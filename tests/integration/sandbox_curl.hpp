#pragma once

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/sandbox.hpp"

namespace kili::sandbox_test {

struct Answer {
  std::string body;
  CURLcode code = CURLE_OK;
  std::map<std::string, std::string> headers;  ///< Names in lower case, of the last answer.
  long status = 0;

  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

/// A blocking client that talks to a sandbox through libcurl alone. Keeps its connection alive.
class CurlClient {
 public:
  explicit CurlClient(std::string certificate = {}) : certificate_(std::move(certificate)) {}

  std::vector<std::string> headers;

  Answer send(const std::string& method, const std::string& url, const std::string& body = {}) {
    CURL* const handle = handle_.get();
    curl_easy_reset(handle);
    Answer answer;
    curl_slist* list = nullptr;
    for (const std::string& header : headers) list = curl_slist_append(list, header.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    if (method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    if (method == "PUT" || method == "POST") {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
    }
    if (!certificate_.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, certificate_.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &CurlClient::take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &CurlClient::take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
    answer.code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_slist_free_all(list);
    return answer;
  }

 private:
  struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };

  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* answer) {
    static_cast<Answer*>(answer)->body.append(data, size * count);
    return size * count;
  }

  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* answer) {
    const std::string line(data, size * count);
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) {
      std::string name = line.substr(0, colon);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      static_cast<Answer*>(answer)->headers[name] = line.substr(colon + 2, line.find('\r') - colon - 2);
    }
    return size * count;
  }

  std::string certificate_;
  std::unique_ptr<CURL, Cleanup> handle_{curl_easy_init()};
};

/// One API call with the sandbox's key.
inline Answer call(const Sandbox& sandbox, const std::string& document,
                   const nlohmann::json& variables = nlohmann::json::object()) {
  CurlClient client{sandbox.certificate_file().string()};
  client.headers = {"Authorization: X-API-Key: " + sandbox.api_key(), "Content-Type: application/json"};
  return client.send("POST", sandbox.endpoint() + "/api/label/v2/graphql",
                     nlohmann::json{{"query", document}, {"variables", variables}}.dump());
}

/// The `data` of a call; throws with the answer when there are errors.
inline nlohmann::json data(const Sandbox& sandbox, const std::string& document,
                           const nlohmann::json& variables = nlohmann::json::object()) {
  const Answer answer = call(sandbox, document, variables);
  const nlohmann::json body = answer.json();
  if (answer.status != 200 || body.contains("errors")) {
    throw std::runtime_error(std::to_string(answer.code) + " " + std::to_string(answer.status) + " " +
                             answer.body);
  }
  return body.at("data");
}

/// The message of the first error of a call.
inline std::string error(const Sandbox& sandbox, const std::string& document,
                         const nlohmann::json& variables = nlohmann::json::object()) {
  const nlohmann::json body = call(sandbox, document, variables).json();
  return body.contains("errors") ? body["errors"][0]["message"].get<std::string>() : std::string();
}

inline std::size_t count(const Sandbox& sandbox, const std::string& project, nlohmann::json where) {
  where["project"] = {{"id", project}};
  return data(sandbox, "query($w: AssetWhere!) { countAssets(where: $w) }", {{"w", where}})
      .at("countAssets")
      .get<std::size_t>();
}

/// External ids of the matching assets, joined by blanks.
inline std::string find(const Sandbox& sandbox, const std::string& project, nlohmann::json where) {
  where["project"] = {{"id", project}};
  const nlohmann::json found =
      data(sandbox, "query($w: AssetWhere!) { assets(where: $w, first: 1000, skip: 0) { externalId } }",
           {{"w", where}});
  std::string names;
  for (const auto& asset : found.at("assets")) {
    names += (names.empty() ? "" : " ") + asset.at("externalId").get<std::string>();
  }
  return names;
}

/// A signed URL for a path.
inline std::string signed_url(const Sandbox& sandbox, const std::string& path) {
  return data(sandbox, "query($p: [String!]) { createUploadBucketSignedUrls(filePaths: $p) }",
              {{"p", nlohmann::json::array({path})}})
      .at("createUploadBucketSignedUrls")
      .at(0)
      .get<std::string>();
}

}  // namespace kili::sandbox_test
