#pragma once

#include <memory>
#include <string_view>

#include "kili/http_transport.hpp"

namespace kili::cli {

/// What the transport says of a request that it does not send.
inline constexpr std::string_view not_a_query = "not sent: only queries are";

/// The library's transport, which sends queries only: anything else (mutations, uploads, and what prepares
/// uploads) throws Cancelled instead of being sent. Requests must not be compressed.
[[nodiscard]] std::shared_ptr<HttpTransport> make_read_only_transport();

}  // namespace kili::cli
