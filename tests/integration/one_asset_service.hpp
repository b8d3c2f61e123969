#pragma once

#include <functional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "raw_server.hpp"

namespace kili::test {

/// The API and a storage in one server, with one asset, "a.jpg": its content is /file.jpg, the annotations of
/// its label /file.json. What the storage answers is up to the test, byte by byte.
class OneAssetService {
 public:
  /// @param answer to a request for a file, with its headers.
  explicit OneAssetService(std::function<std::string(const std::string& request)> answer)
      : storage_(std::move(answer)), server_([this](RawConnection& connection) {
          const std::string request = connection.read_request();
          if (!request.empty()) connection.write(answer_to(request));
        }) {}

  [[nodiscard]] Client client() const {
    ClientOptions options;
    options.api_endpoint = server_.url("/graphql");
    options.api_key = "key";
    options.calls_per_minute = 0;
    options.skip_checks = true;
    return Client(options);
  }

 private:
  using json = nlohmann::json;

  [[nodiscard]] static std::string data(const json& value) {
    return http_answer(200, json{{"data", {{"data", value}}}}.dump(),
                       "Content-Type: application/json\r\nConnection: close\r\n");
  }
  [[nodiscard]] std::string answer_to(const std::string& request) const {
    const auto has = [&request](const char* part) { return request.find(part) != std::string::npos; };
    if (has(" /file")) return storage_(request);
    if (has("query projects")) {
      return data({{{"dataConnections", json::array()},
                    {"id", "p"},
                    {"inputType", "IMAGE"},
                    {"steps", json::array()},
                    {"workflowVersion", "V1"}}});
    }
    if (has("countAssets")) return data(1);
    json asset{
        {"id", "a"}, {"content", server_.url("/file.jpg")}, {"externalId", "a.jpg"}, {"jsonContent", ""}};
    if (has("jsonResponse")) {
      asset["labels"] = {{{"jsonResponse", ""}, {"jsonResponseUrl", server_.url("/file.json")}}};
    }
    return data(json::array({asset}));
  }

  std::function<std::string(const std::string&)> storage_;
  RawServer server_;
};

}  // namespace kili::test
