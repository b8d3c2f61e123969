#include <utility>

#include "kili/http_transport.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {

HttpTransport::~HttpTransport() = default;
ResponseFile::~ResponseFile() = default;

std::string_view HttpResponse::header(std::string_view name) const noexcept {
  for (const auto& [key, value] : headers) {
    if (support::equal_ignoring_case(key, name)) return value;
  }
  return {};
}

TransportError::TransportError(TransportFailure failure, std::string message)
    : ConnectionError(std::move(message)), failure_(failure) {}
TransportError::~TransportError() = default;

}  // namespace v0_1
}  // namespace kili
