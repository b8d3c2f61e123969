#include "cli/read_only_transport.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "kili/curl_transport.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

bool is_plain_query(const HttpRequest& request) {
  if (request.method != "POST" || request.file_body || request.memory_body) return false;
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("query") || !body["query"].is_string()) return false;
  const auto& document = body["query"].get_ref<const std::string&>();
  const auto begin = document.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return false;
  const std::string_view text = std::string_view(document).substr(begin);
  // It only reads, but nobody asks for places of uploads who does not upload.
  const bool prepares_upload = text.find("createUploadBucketSignedUrls") != std::string_view::npos;
  return (text.starts_with("query") || text.starts_with('{')) && !prepares_upload;
}

class ReadOnlyTransport final : public HttpTransport {
 public:
  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override {
    if (!is_plain_query(request)) throw Cancelled(std::string(not_a_query));
    return transport_->send(request, std::move(stop_token));
  }

 private:
  std::shared_ptr<HttpTransport> transport_ = make_curl_transport();
};

}  // namespace

std::shared_ptr<HttpTransport> make_read_only_transport() { return std::make_shared<ReadOnlyTransport>(); }

}  // namespace kili::cli
