#include "kili/client.hpp"

#include <utility>

#include "client/client_implementation.hpp"
#include "kili/errors.hpp"
#include "support/process_bound.hpp"

namespace kili {
inline namespace v0_1 {

Client::Client(const ClientOptions& options)
    : implementation_(support::make_process_bound<const Implementation>(options)) {}
Client::Client(std::shared_ptr<const Implementation> implementation) noexcept
    : implementation_(std::move(implementation)) {}
Client::~Client() = default;
Client::Client(const Client&) noexcept = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(const Client&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Client detail::ClientFactory::make(const ClientOptions& options, const ClientDependencies& dependencies) {
  return Client(support::make_process_bound<const Client::Implementation>(options, dependencies));
}

const Client::Implementation& Client::connection() const {
  if (!implementation_) {
    throw ValidationError(
        "this kili::Client was moved from; use the one it was moved to, or assign another one to it");
  }
  return *implementation_;
}

const std::string& Client::api_endpoint() const { return connection().api_endpoint(); }

}  // namespace v0_1
}  // namespace kili
