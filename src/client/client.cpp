#include "kili/client.hpp"

#include <utility>

#include "client/client_implementation.hpp"

namespace kili {
inline namespace v0_1 {

Client::Client(const ClientOptions& options)
    : implementation_(std::make_shared<const Implementation>(options)) {}
Client::Client(std::shared_ptr<const Implementation> implementation) noexcept
    : implementation_(std::move(implementation)) {}
Client::~Client() = default;
Client::Client(const Client&) noexcept = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(const Client&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Client detail::ClientFactory::make(const ClientOptions& options, const ClientDependencies& dependencies) {
  return Client(std::make_shared<const Client::Implementation>(options, dependencies));
}

const std::string& Client::api_endpoint() const noexcept { return implementation_->api_endpoint(); }

}  // namespace v0_1
}  // namespace kili
