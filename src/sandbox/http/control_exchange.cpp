#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/control.hpp"
#include "sandbox/http/exchange.hpp"
#include "sandbox/json_numbers.hpp"
#include "sandbox/settings.hpp"
#include "sandbox/store/ordered_documents.hpp"
#include "sandbox/store/overview.hpp"

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

std::size_t count_in(const json& body, const char* key,
                     std::size_t most = std::numeric_limits<std::size_t>::max()) {
  try {
    return number_in<std::size_t>(required(body, key), 0, most);
  } catch (const NumberError& error) {
    throw std::invalid_argument(fmt::format("{}: {}", key, error.what()));
  }
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
  control.add_plain_assets(project, count_in(body, "plain", most_plain_assets));
  return json::object();
}

/// A number of the query. @param absent what it is when it is not there.
std::uint64_t query_number(const ControlRequest& request, const char* name,
                           std::optional<std::uint64_t> absent) {
  const std::string text = query_parameter(request.query, name);
  if (text.empty() && absent) return *absent;
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end)
    throw std::invalid_argument(fmt::format("'{}' of the query must be a whole number", name));
  return number;
}

json faults_of(const Control& control) {
  json list = json::array();
  for (const Faults::Present& present : control.faults()) {
    list.push_back(
        {{"fault", fault_to_json(present.fault)}, {"number", present.number}, {"struck", present.struck}});
  }
  return {{"faults", std::move(list)}};
}

json remove_faults(Control& control, const ControlRequest& request) {
  if (request.query.empty()) {
    control.clear_faults();
    return json::object();
  }
  const std::uint64_t number = query_number(request, "number", std::nullopt);
  if (!control.remove_fault(number))
    throw std::invalid_argument(fmt::format("there is no fault {} (any more)", number));
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
  json numbers = json::array();
  for (const SandboxFault& fault : faults) numbers.push_back(control.add_fault(fault));
  return {{"faults", std::move(numbers)}};
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
    {"GET", "assets",
     [](Control& control, const ControlRequest& request) {
       return control.assets(project_in(request), query_number(request, "skip", 0),
                             query_number(request, "first", longest_asset_page));
     }},
    {"POST", "assets", add_assets},
    {"GET", "counters", [](Control& control, const ControlRequest&) { return counters_of(control); }},
    {"DELETE", "faults", remove_faults},
    {"GET", "faults", [](Control& control, const ControlRequest&) { return faults_of(control); }},
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
    {"GET", "projects", [](Control& control, const ControlRequest&) { return control.projects(); }},
    {"DELETE", "requests",
     [](Control& control, const ControlRequest&) {
       control.record_requests(0);
       return json::object();
     }},
    {"GET", "requests", [](Control& control, const ControlRequest&) { return requests_of(control); }},
    {"POST", "requests",
     [](Control& control, const ControlRequest& request) {
       control.record_requests(count_in(request.settings(), "limit"));
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

/// A stored file of an asset, for the page: no fault of the storage strikes here.
HttpReply media_reply(const ApplicationContext& context, const ControlRequest& request) {
  const auto file = context.control.media(query_parameter(request.query, "asset"));
  if (!file) return error_reply(404, "the asset has no content in the storage of the sandbox");
  HttpReply reply;
  reply.headers = {{"Cache-Control", "no-store"}, {"Content-Type", file->content_type}};
  reply.file = FileBody{static_cast<std::uint64_t>(file->size), 0, context.storage.file_path(*file)};
  return reply;
}

HttpReply live_reply(const ApplicationContext& context, const ControlRequest& request) {
  HttpReply reply;
  reply.headers = {{"Cache-Control", "no-store"}, {"Content-Type", "text/event-stream"}};
  reply.stream = context.live.read_after(query_number(request, "after", 0));
  if (!reply.stream) {
    return error_reply(
        503, fmt::format("{} readers of the live log are the most; close one", LiveLog::most_readers));
  }
  return reply;
}

/// Routes whose answers are no JSON.
struct RawRoute {
  std::string_view path;  ///< After control_prefix; of GET.
  HttpReply (*answer)(const ApplicationContext& context, const ControlRequest& request);
};

constexpr auto raw_routes = std::to_array<RawRoute>({{"live", live_reply}, {"media", media_reply}});

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
  void set_outcome(const HttpOutcome&) override {}

  [[nodiscard]] HttpReply finish() override {
    if (!is_authorized(request_, context_.api_key)) {
      return error_reply(401,
                         "[unauthenticated] send the key of the sandbox: 'Authorization: X-API-Key: <key>'");
    }
    const std::string_view path = path_of(request_).substr(control_prefix.size());
    const auto* const raw = std::find_if(raw_routes.begin(), raw_routes.end(),
                                         [&](const RawRoute& each) { return each.path == path; });
    if (raw != raw_routes.end()) {
      if (request_.method != "GET") return error_reply(405, "method not allowed");
      return answered([&] { return raw->answer(context_, control_request()); });
    }
    const auto has_path = [&](const Route& route) { return route.path == path; };
    if (std::none_of(routes.begin(), routes.end(), has_path)) {
      return error_reply(404, fmt::format("the sandbox has nothing at '{}{}'", control_prefix, path));
    }
    const auto* const route = std::find_if(routes.begin(), routes.end(), [&](const Route& each) {
      return has_path(each) && each.method == request_.method;
    });
    if (route == routes.end()) return error_reply(405, "method not allowed");
    return answered([&] {
      const json value = route->answer(context_.control, control_request());
      return json_reply(200, value.dump(-1, ' ', false, json::error_handler_t::replace));
    });
  }

 private:
  [[nodiscard]] ControlRequest control_request() const {
    return {.body = body_, .query = query_of(request_)};
  }

  template <typename Answer>
  [[nodiscard]] static HttpReply answered(const Answer& answer) {
    try {
      return answer();
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
