#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/control.hpp"
#include "sandbox/http/exchange.hpp"
#include "sandbox/settings.hpp"
#include "sandbox/store/ordered_documents.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// A request as the routes see it.
struct ControlRequest {
  /// The body as JSON; of a state, the documents of users as text.
  [[nodiscard]] json settings() const { return json::parse(body); }
  [[nodiscard]] json state() const { return parse_with_documents(body); }

  std::string_view body;
  std::string_view query;
};

const json& required(const json& body, const char* key) {
  if (!body.is_object() || !body.contains(key))
    throw std::invalid_argument(fmt::format("the body must be a JSON object with '{}'", key));
  return body.at(key);
}

std::string project_in(const ControlRequest& request) {
  std::string project = query_parameter(request.query, "project");
  if (project.empty()) throw std::invalid_argument("the query must have 'project', the id of a project");
  return project;
}

json add_assets(Control& control, const ControlRequest& request) {
  const json body = request.state();
  const auto project = required(body, "project").get<std::string>();
  if (!body.contains("plain")) return {{"assets", control.add_assets(project, required(body, "assets"))}};
  control.add_plain_assets(project, body.at("plain").get<std::size_t>());
  return json::object();
}

json add_faults(Control& control, const ControlRequest& request) {
  std::vector<SandboxFault> faults;
  const json body = request.settings();
  if (body.is_array()) {
    for (const json& fault : body) faults.push_back(fault_of(fault));
  } else {
    faults.push_back(fault_of(body));
  }
  for (const SandboxFault& fault : faults) control.add_fault(fault);
  return json::object();
}

json requests_of(const Control& control) {
  json list = json::array();
  for (const SandboxRequest& request : control.requests()) {
    json headers = json::array();
    for (const auto& [name, value] : request.headers) headers.push_back({name, value});
    list.push_back({{"body", request.body},
                    {"headers", std::move(headers)},
                    {"method", request.method},
                    {"operation", request.operation},
                    {"status", request.status},
                    {"target", request.target}});
  }
  return {{"requests", std::move(list)}};
}

json counters_of(const Control& control) {
  const SandboxCounters counters = control.counters();
  return {{"apiRequests", counters.api_requests},
          {"connections", counters.connections},
          {"openConnections", counters.open_connections},
          {"peakRequestsInFlight", counters.peak_requests_in_flight},
          {"pendingImports", control.pending_imports()},
          {"storageRequests", counters.storage_requests}};
}

struct Route {
  std::string_view method;
  std::string_view path;  ///< After control_prefix.
  json (*answer)(Control& control, const ControlRequest& request);
};

/// docs/sandbox.md says what they do.
constexpr auto routes = std::to_array<Route>({
    {"POST", "assets", add_assets},
    {"GET", "counters", [](Control& control, const ControlRequest&) { return counters_of(control); }},
    {"DELETE", "faults",
     [](Control& control, const ControlRequest&) {
       control.clear_faults();
       return json::object();
     }},
    {"POST", "faults", add_faults},
    {"POST", "fixture",
     [](Control& control, const ControlRequest& request) -> json {
       return {{"project", control.load_fixture(request.state())}};
     }},
    {"POST", "labels",
     [](Control& control, const ControlRequest& request) -> json {
       const json body = request.state();
       const auto asset = required(body, "asset").get<std::string>();
       return {{"label", control.add_label(asset, required(body, "label"))}};
     }},
    {"GET", "modules",
     [](Control& control, const ControlRequest& request) {
       return control.modules_state(query_parameter(request.query, "project"));
     }},
    {"DELETE", "requests",
     [](Control& control, const ControlRequest&) {
       control.record_requests(0);
       return json::object();
     }},
    {"GET", "requests", [](Control& control, const ControlRequest&) { return requests_of(control); }},
    {"POST", "requests",
     [](Control& control, const ControlRequest& request) {
       control.record_requests(required(request.settings(), "limit").get<std::size_t>());
       return json::object();
     }},
    {"POST", "reset",
     [](Control& control, const ControlRequest&) {
       control.reset();
       return json::object();
     }},
    {"POST", "settings",
     [](Control& control, const ControlRequest& request) {
       control.configure(request.settings());
       return json::object();
     }},
    {"GET", "state",
     [](Control& control, const ControlRequest& request) -> json {
       return {{"assets", control.state(project_in(request))}};
     }},
});

/// /sandbox/...
class ControlExchange final : public HttpExchange {
 public:
  ControlExchange(ApplicationContext& context, HttpRequest request)
      : context_(context), request_(std::move(request)) {}

  [[nodiscard]] bool keeps_body() const override { return true; }
  void set_body(std::string body) override { body_ = std::move(body); }
  [[nodiscard]] Start begin() override { return {}; }
  void write(const char*, std::size_t) override {}
  [[nodiscard]] std::chrono::milliseconds delay_per_mib() const override { return {}; }
  [[nodiscard]] HttpReply refuse_large_body() override {
    return error_reply(413, "the request body is too large");
  }
  void set_status(int) override {}

  [[nodiscard]] HttpReply finish() override {
    if (!is_authorized(request_, context_.api_key)) {
      return error_reply(401,
                         "[unauthenticated] send the key of the sandbox: 'Authorization: X-API-Key: <key>'");
    }
    const std::string_view path = path_of(request_).substr(control_prefix.size());
    const auto has_path = [&](const Route& route) { return route.path == path; };
    if (std::none_of(routes.begin(), routes.end(), has_path)) {
      return error_reply(404, fmt::format("the sandbox has nothing at '{}{}'", control_prefix, path));
    }
    const auto* const route = std::find_if(routes.begin(), routes.end(), [&](const Route& each) {
      return has_path(each) && each.method == request_.method;
    });
    if (route == routes.end()) return error_reply(405, "method not allowed");
    return answer(*route);
  }

 private:
  [[nodiscard]] HttpReply answer(const Route& route) const {
    try {
      const json value = route.answer(context_.control, {.body = body_, .query = query_of(request_)});
      return json_reply(200, value.dump(-1, ' ', false, json::error_handler_t::replace));
    } catch (const std::invalid_argument& error) {
      return error_reply(400, error.what());
    } catch (const json::exception& error) {
      return error_reply(400, error.what());
    } catch (const std::exception& error) {
      return error_reply(500, error.what());
    }
  }

  std::string body_;
  ApplicationContext& context_;
  HttpRequest request_;
};

}  // namespace

std::unique_ptr<HttpExchange> make_control_exchange(ApplicationContext& context, HttpRequest request) {
  return std::make_unique<ControlExchange>(context, std::move(request));
}

}  // namespace kili::sandbox
