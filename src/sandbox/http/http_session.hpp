#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "sandbox/http/http_types.hpp"

namespace kili::sandbox {

/// Serves one connection until it ends. The session keeps itself alive by its pending operations.
/// @param tls null: plain HTTP. It and the handler must outlive the session.
void serve_connection(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls,
                      HttpHandler& handler);

}  // namespace kili::sandbox
