#include "client/settings.hpp"
#include "http/curl_transport_options.hpp"
#include "kili/curl_transport.hpp"

namespace kili {
inline namespace v0_1 {

std::shared_ptr<HttpTransport> make_curl_transport(const CurlTransportOptions& options) {
  CurlTransportOptions resolved = options;
  if (!resolved.verify) resolved.verify = default_certificate_check().as_option();
  return std::make_shared<http::CurlTransport>(http::checked_options(resolved));
}

}  // namespace v0_1
}  // namespace kili
