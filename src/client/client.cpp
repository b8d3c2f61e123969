#include "kili/client.hpp"

#include <utility>

#include "client/client_implementation.hpp"
#include "use_cases/assets/importing/append_assets.hpp"
#include "use_cases/assets/listing/count_assets.hpp"
#include "use_cases/assets/listing/list_assets.hpp"
#include "use_cases/known_project.hpp"

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

AssetRange Client::assets(std::string_view project_id, const AssetFilters& filters,
                          const AssetsArguments& arguments, const CallOptions& options) const {
  return AssetRange(use_cases::ListAssets(implementation_->resources())
                        .run(project_id, filters, arguments, implementation_->begin_call("assets", options)));
}

std::size_t Client::count_assets(std::string_view project_id, const AssetFilters& filters,
                                 const CallOptions& options) const {
  const auto& resources = implementation_->resources();
  const support::CallContext context = implementation_->begin_call("count_assets", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    return use_cases::CountAssets(resources).run(project_id, filters, context);
  });
}

AppendResult Client::append_many_to_dataset(std::string_view project_id, const AppendManyToDataset& arguments,
                                            const CallOptions& options) const {
  return use_cases::AppendAssets(implementation_->resources())
      .run(project_id, arguments, implementation_->begin_call("append_many_to_dataset", options));
}

AppendResult Client::append_range(std::string_view project_id, detail::NewAssetSource& assets,
                                  const AppendSettings& settings, const CallOptions& options) const {
  return use_cases::AppendAssets(implementation_->resources())
      .run(project_id, assets, settings, implementation_->begin_call("append_many_to_dataset", options));
}

detail::NewAssetSource::~NewAssetSource() = default;

}  // namespace v0_1
}  // namespace kili
