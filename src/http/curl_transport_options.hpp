#pragma once

#include "http/curl_transport.hpp"
#include "kili/curl_transport.hpp"

namespace kili::http {

/// The options of a transport as it takes them, checked; `verify` does not come from the environment.
/// @throws ValidationError naming an option that is not usable.
[[nodiscard]] CurlTransport::Options checked_options(const CurlTransportOptions& options);

}  // namespace kili::http
