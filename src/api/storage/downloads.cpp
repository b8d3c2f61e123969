#include <fmt/format.h>

#include <string>

#include "api/storage/storage_api.hpp"
#include "http/answer_memory.hpp"
#include "http/url.hpp"
#include "kili/errors.hpp"
#include "support/http_status.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"

namespace kili::api {
namespace {

constexpr int most_redirects = 5;
constexpr auto document_timeout = std::chrono::milliseconds(30'000);  // docs/service.md, "Numbers"

bool is_redirect(int status) noexcept {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string_view remedy(int status) noexcept {
  if (status == 401 || status == 403) return "; its signed URL may have expired, list the assets again";
  if (status == 404 || status == 410) return "; it is no longer where the asset says";
  return "";
}

}  // namespace

std::string StorageApi::origin_of(std::string_view url) {
  const auto parsed = http::Url::parse(url);
  return parsed ? parsed->origin() : std::string();
}

http::SendResult StorageApi::get(HttpRequest request, const support::CallContext& context,
                                 const std::function<void(HttpRequest&)>& prepare,
                                 const std::function<std::shared_ptr<const void>()>& before_attempt) const {
  const http::SendOptions delivery{.before_attempt = before_attempt,
                                   .before_repeat = prepare,
                                   .is_api_call = false,
                                   .operation = "download"};
  const HttpHeaders own_headers = request.headers;
  bool has_other_key = false;
  for (int redirects = 0;; ++redirects) {
    request.headers = own_headers;
    auto lease = graphql_->authorize(request, context);
    if (prepare) prepare(request);
    auto delivered = http_->send(request, delivery, context);
    const bool is_refused = delivered.response.status == 401 || delivered.response.status == 403;
    if (is_refused && !has_other_key && graphql_->authorize_anew(request, lease, context)) {
      has_other_key = true;
      if (prepare) prepare(request);
      delivered = http_->send(request, delivery, context);
    }
    const auto location = delivered.response.header("location");
    if (!is_redirect(delivered.response.status) || location.empty() || redirects == most_redirects) {
      return delivered;
    }
    const auto next = http::resolve_url(request.url, location);
    if (!next) return delivered;  // its status is the error
    request.url = *next;
  }
}

HttpError StorageApi::refused_download(std::string_view url, const http::SendResult& delivered) {
  const int status = delivered.response.status;
  ErrorContext details = delivered.error_context("download");
  details.body = support::shown_text(delivered.response.body, support::longest_shown_body);
  return HttpError(
      fmt::format("{} could not be downloaded: HTTP {}{}", support::shown_url(url), status, remedy(status)),
      std::move(details));
}

void StorageApi::read_document(
    const std::string& url, const support::CallContext& context,
    const std::function<void(const std::string& text, support::JsonBudget& budget)>& read) const {
  const auto attempt = [&](const http::AnswerShare& share) {
    HttpRequest request;
    request.url = url;
    request.connect_timeout = settings_.connect_timeout;
    request.idle_timeout = settings_.idle_timeout;
    request.total_timeout = document_timeout;
    request.max_response_bytes = share.text;
    const auto delivered =
        get(std::move(request), context, {}, [&] { return graphql_->reserve(share, context); });
    if (!support::is_success(delivered.response.status)) throw refused_download(url, delivered);
    http::prepare_to_read(delivered.response.body);
    auto budget = graphql_->budget_of(share, context);
    try {
      read(delivered.response.body, budget);
    } catch (const support::JsonTooLarge&) {
      throw http::AnswerTooLarge(
          fmt::format("{} takes more than {} bytes of memory; ask for fewer fields, or raise "
                      "ClientOptions::max_response_bytes",
                      support::shown_url(url), share.values));
    }
  };
  http::with_share(graphql_->memory(), {}, true, attempt);
}

}  // namespace kili::api
