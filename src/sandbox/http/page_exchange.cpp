#include <algorithm>
#include <array>
#include <string_view>

#include "sandbox/http/exchange.hpp"
#include "sandbox/http/ready_exchange.hpp"
#include "sandbox/page_files.hpp"

namespace kili::sandbox {
namespace {

struct PageFile {
  std::string_view path;
  std::string_view content_type;
  std::string_view content;
};

constexpr auto page_files = std::to_array<PageFile>({
    {"/", "text/html; charset=utf-8", index_html},
    {"/icon.svg", "image/svg+xml", icon_svg},
    {"/page.css", "text/css; charset=utf-8", page_css},
    {"/page.js", "text/javascript; charset=utf-8", page_js},
});

/// Its own files alone, no text that becomes markup, no frame around it. Media come as blobs.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'";

}  // namespace

std::unique_ptr<HttpExchange> make_page_exchange(const HttpRequest& request) {
  const std::string_view path = path_of(request);
  const auto* const file = std::find_if(page_files.begin(), page_files.end(),
                                        [&](const PageFile& each) { return each.path == path; });
  if (file == page_files.end()) return nullptr;
  HttpReply reply;
  if (request.method != "GET" && request.method != "HEAD") {
    reply = error_reply(405, "method not allowed");
    reply.headers.emplace_back("Allow", "GET, HEAD");
    return std::make_unique<ReadyExchange>(std::move(reply));
  }
  reply.body = file->content;
  reply.headers = {{"Cache-Control", "no-cache"},
                   {"Content-Security-Policy", std::string(page_policy)},
                   {"Content-Type", std::string(file->content_type)},
                   {"Cross-Origin-Opener-Policy", "same-origin"},
                   {"Cross-Origin-Resource-Policy", "same-origin"},
                   {"Referrer-Policy", "no-referrer"}};
  return std::make_unique<ReadyExchange>(std::move(reply));
}

}  // namespace kili::sandbox
