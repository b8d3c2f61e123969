#pragma once

#include <memory>

#include "kili/http_transport.hpp"

namespace kili::cli {

/// The library's transport, which sends queries only: anything else (mutations, uploads, and what prepares
/// uploads) throws Cancelled instead of being sent. Requests must not be compressed.
[[nodiscard]] std::shared_ptr<HttpTransport> make_read_only_transport();

}  // namespace kili::cli
