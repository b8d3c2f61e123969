#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox/http/exchange.hpp"
#include "support/gzip.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// POST /api/label/v2/graphql.
class ApiExchange : public Exchange {
 public:
  ApiExchange(ApplicationContext& context, HttpRequest request)
      : Exchange(context, std::move(request), RequestLog::Kind::api) {}

  [[nodiscard]] bool keeps_body() const override { return true; }

  void set_body(std::string body) override {
    if (!is_authorized()) return;  // work for those who have the key alone
    const std::string_view encoding = request_.header("content-encoding");
    if (encoding == "gzip") {
      auto unpacked = support::gunzip(body, max_body);
      if (!unpacked) {
        unreadable_ = 400;
        return;
      }
      body = *std::move(unpacked);
      unreadable_ = context_.refuse_compression;
    } else if (!encoding.empty() && encoding != "identity") {
      unreadable_ = 415;
      return;
    }
    // The log is for people and tests: they want to read it, also where a proxy could not.
    context_.log.set_body(ticket_, body);
    if (unreadable_ != 0) return;
    json parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("query") || !parsed["query"].is_string()) return;
    document_ = parsed["query"].get<std::string>();
    if (const auto variables = parsed.find("variables"); variables != parsed.end()) {
      variables_ = std::move(*variables);
    }
    if (const auto name = parsed.find("operationName"); name != parsed.end() && name->is_string()) {
      operation_name_ = name->get<std::string>();
    }
  }

 protected:
  std::vector<std::string> operations() override {
    if (!document_) return {};
    return graphql::root_fields(*document_, operation_name_);
  }

  HttpReply work() override {
    if (!is_authorized()) {
      return error_reply(
          401, request_.header("authorization").empty()
                   ? "[unauthenticated] no API key: send the header 'Authorization: X-API-Key: <key>'"
                   : "[unauthenticated] the API key is not valid");
    }
    if (unreadable_ != 0) {
      HttpReply reply;
      reply.status = unreadable_;
      reply.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
      reply.body = "cannot read this encoding";
      return reply;
    }
    if (!document_) return error_reply(400, "the body must be a JSON object with the text 'query'");
    const graphql::RootResolver resolver = [this](std::string_view type, std::string_view field,
                                                  const json& arguments,
                                                  const graphql::Selection& selection) {
      return context_.service.resolve(type, field, arguments, selection);
    };
    const graphql::Response response =
        graphql::execute(context_.schema, *document_, variables_, operation_name_, resolver);
    return json_reply(response.status, response.body.dump(-1, ' ', false, json::error_handler_t::replace));
  }

 private:
  std::optional<std::string> document_;
  std::optional<std::string> operation_name_;
  int unreadable_ = 0;  ///< Status for a body whose encoding is refused or broken.
  json variables_;
};

}  // namespace

std::unique_ptr<Exchange> make_api_exchange(ApplicationContext& context, HttpRequest request) {
  return std::make_unique<ApiExchange>(context, std::move(request));
}

}  // namespace kili::sandbox
