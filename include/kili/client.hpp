#pragma once

/// @file
/// The facade: one method per operation of the specification.

#include <concepts>
#include <cstddef>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>

#include "kili/append_many_to_dataset.hpp"
#include "kili/asset_filters.hpp"
#include "kili/asset_range.hpp"
#include "kili/assets_arguments.hpp"
#include "kili/call_options.hpp"
#include "kili/client_options.hpp"
#include "kili/export.hpp"

namespace kili {

namespace detail {
struct ClientFactory;
}

/// A connection to the Kili service. Thread-safe, cheap to move. Ranges and results keep what they need of it
/// alive. Every method that does I/O throws AuthenticationError, GraphQLError, HttpError, ConnectionError,
/// Cancelled and DeadlineExceeded beside what it names itself.
class KILI_EXPORT Client {
 public:
  /// Connects and, unless told otherwise, checks the key: one request, and one for its expiry date (a warning
  /// is given when it expires within 30 days).
  /// @throws AuthenticationError no key, or refused; ValidationError an option is not usable.
  explicit Client(const ClientOptions& options = {});
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Lists the assets of a project that match (specification: `assets`). Sends nothing itself.
  /// @param project_id id of the project.
  /// @param filters which assets; all when empty.
  /// @param arguments which fields, how many, from where on.
  /// @return a lazy range; `.to_vector()` is the list.
  /// @throws ValidationError an argument has a value that cannot be meant.
  [[nodiscard]] AssetRange assets(std::string_view project_id, const AssetFilters& filters = {},
                                  const AssetsArguments& arguments = {},
                                  const CallOptions& options = {}) const;

  /// Counts the assets of a project that match (specification: `count_assets`).
  /// @return the number of assets that assets() would deliver.
  /// @throws ValidationError, GraphQLError (unknown project).
  [[nodiscard]] std::size_t count_assets(std::string_view project_id, const AssetFilters& filters = {},
                                         const CallOptions& options = {}) const;

  /// Imports assets (specification: `append_many_to_dataset`). Files are streamed, several at once; batches
  /// of 100 are appended in input order. Ids are chosen by the client: when the answer to an append is lost,
  /// the service is asked which assets exist and only the others are sent again. An asset that cannot be
  /// uploaded does not keep the others from being imported.
  /// @return the project's id, the ids of the created assets in input order, and what was left out or is
  /// imported asynchronously.
  /// @throws ValidationError and its subclasses before anything is created; NotFoundError for an unknown
  /// project; ImportError when it failed half-way, with what became of each asset.
  AppendResult append_many_to_dataset(std::string_view project_id, const AppendManyToDataset& arguments,
                                      const CallOptions& options = {}) const;
  /// The same for any input range of `NewAsset`, read as it is needed: a million assets may come from a
  /// generator. An asset that is not fit for import fails alone, and is reported at the end; the first asset
  /// decides what the contents are (texts, files, URLs).
  /// @throws NotFoundError, UploadForbiddenError, ImportError; what the range throws, when nothing was
  /// created yet.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewAsset> AppendResult
  append_many_to_dataset(std::string_view project_id, Range&& assets, const AppendSettings& settings = {},
                         const CallOptions& options = {})
  const {
    detail::NewAssetRange<std::remove_reference_t<Range>> source(assets);
    return append_range(project_id, source, settings, options);
  }

  /// URL of the API, without credentials.
  [[nodiscard]] const std::string& api_endpoint() const noexcept;

 private:
  friend struct detail::ClientFactory;
  class Implementation;
  explicit Client(std::shared_ptr<const Implementation> implementation) noexcept;
  AppendResult append_range(std::string_view project_id, detail::NewAssetSource& assets,
                            const AppendSettings& settings, const CallOptions& options) const;

  std::shared_ptr<const Implementation> implementation_;
};

}  // namespace kili
