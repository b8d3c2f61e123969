#include "in_process_sandbox.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "graphql_error_answer.hpp"
#include "graphql_server/engine.hpp"
#include "sandbox/store/fixture.hpp"
#include "sandbox/store/recorded_state.hpp"

namespace kili::test {
namespace {

using nlohmann::json;

sandbox::graphql::Schema read_schema(sandbox::ServiceVersion version) {
  std::ifstream file(KILI_SCHEMA_FILE);
  std::stringstream text;
  text << file.rdbuf();
  return sandbox::graphql::Schema::parse(sandbox::schema_of(version, text.str()),
                                         sandbox::unknown_to(version));
}

const sandbox::graphql::Schema& schema(sandbox::ServiceVersion version) {
  static const std::array<sandbox::graphql::Schema, 3> schemas{read_schema(sandbox::ServiceVersion::v2_164),
                                                               read_schema(sandbox::ServiceVersion::v26_1),
                                                               read_schema(sandbox::ServiceVersion::v26_2)};
  return schemas[static_cast<std::size_t>(version)];
}

[[noreturn]] void lose_connection() {
  throw TransportError(TransportFailure::connection_lost, "the connection was lost");
}

}  // namespace

InProcessSandbox::InProcessSandbox(const SandboxProject& project, sandbox::ServiceVersion version)
    : storage_(std::filesystem::temp_directory_path() / "kili_in_process_sandbox", nullptr),
      service_(store_, storage_,
               {.api_key = "secret-key", .endpoint = "https://kili.test", .version = version},
               [](const auto&) {}),
      project_id_(sandbox::create_project(store_, project)),
      version_(version) {}

void InProcessSandbox::set_faults(Faults faults) {
  const std::scoped_lock lock(mutex_);
  faults_ = std::move(faults);
}

std::vector<std::string> InProcessSandbox::add_assets(const json& assets) {
  return sandbox::create_assets(store_, project_id_, assets);
}

json InProcessSandbox::state() const { return sandbox::project_state(store_, project_id_); }

std::size_t InProcessSandbox::count_of(const std::string& operation) const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::size_t>(std::count(operations_.begin(), operations_.end(), operation));
}

std::vector<std::pair<std::string, json>> InProcessSandbox::carried_out() const {
  const std::scoped_lock lock(mutex_);
  return carried_out_;
}

HttpResponse InProcessSandbox::carry_out(const std::string& body) {
  const json request = json::parse(body);
  const auto resolver = [this](std::string_view type, std::string_view field, const json& arguments,
                               const sandbox::graphql::Selection& selection) {
    auto result = service_.resolve(type, field, arguments, selection);
    if (type == "mutation") {
      const std::scoped_lock lock(mutex_);
      carried_out_.emplace_back(field, arguments);
    }
    return result;
  };
  const auto response =
      sandbox::graphql::execute(schema(version_), request["query"].get_ref<const std::string&>(),
                                request["variables"], std::nullopt, resolver);
  return answer(response.status, response.body.dump());
}

void InProcessSandbox::finish_late_requests() { finish_late_requests(true); }

void InProcessSandbox::finish_late_requests(bool all) {
  std::vector<std::string> due;
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(late_, [&](const Late& late) {
      if (!all && late.due > clock_->now()) return false;
      due.push_back(late.body);
      return true;
    });
  }
  for (const auto& body : due) static_cast<void>(carry_out(body));
}

HttpResponse InProcessSandbox::handle(const HttpRequest& request) {
  finish_late_requests(false);
  const std::string text = plain_body(request);
  const json body = json::parse(text);
  const auto fields =
      sandbox::graphql::root_fields(body["query"].get_ref<const std::string&>(), std::nullopt);
  const std::string operation = fields.empty() ? "" : fields.front();
  RequestFault fault = RequestFault::none;
  {
    const std::scoped_lock lock(mutex_);
    operations_.push_back(operation);
    if (faults_) fault = faults_(operation);
    if (fault == RequestFault::late) {
      late_.push_back({.due = clock_->now() + std::chrono::milliseconds(500), .body = text});
    }
  }
  switch (fault) {
    case RequestFault::before:
    case RequestFault::late:
      lose_connection();
    case RequestFault::unavailable:
      return answer(503, "down");
    case RequestFault::internal_error:
      return answer(500, "broken");
    case RequestFault::too_many_requests:
      return answer(429);
    case RequestFault::refused:
      return graphql_error_answer("boom");
    case RequestFault::refused_for_a_while:
      return graphql_error_answer("Failed to fetch data connection");
    default:
      break;
  }
  HttpResponse response = carry_out(text);
  if (fault == RequestFault::after) lose_connection();
  if (fault == RequestFault::garbage) response.body = response.body.substr(0, response.body.size() / 2);
  return response;
}

}  // namespace kili::test
