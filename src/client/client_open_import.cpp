#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "client/client_implementation.hpp"
#include "kili/assets/asset_import.hpp"
#include "kili/client.hpp"
#include "kili/errors.hpp"
#include "support/process_bound.hpp"
#include "use_cases/assets/importing/live/open_import.hpp"

namespace kili {
inline namespace v0_1 {

/// Holds the import, which has a thread and locks: in a child of its process it must stay as it is.
class AssetImport::Implementation {
 public:
  explicit Implementation(std::shared_ptr<use_cases::OpenImport> import) : import_(std::move(import)) {}

  [[nodiscard]] use_cases::OpenImport& import() const noexcept { return *import_; }

 private:
  std::shared_ptr<use_cases::OpenImport> import_;
};

AssetImport::AssetImport(std::unique_ptr<Implementation> implementation) noexcept
    : implementation_(std::move(implementation)) {}
AssetImport::AssetImport(AssetImport&&) noexcept = default;
AssetImport& AssetImport::operator=(AssetImport&&) noexcept = default;
AssetImport::~AssetImport() = default;

AssetImport::Implementation& AssetImport::opened() const {
  if (!implementation_) {
    throw ValidationError(
        "this kili::AssetImport was moved from; use the one it was moved to, or open another one");
  }
  return *implementation_;
}

PushResult AssetImport::push(NewAsset asset) { return opened().import().push(std::move(asset)); }
void AssetImport::flush() { opened().import().flush(); }
AppendResult AssetImport::close() { return opened().import().close(); }
AssetImportCounts AssetImport::counts() const { return opened().import().counts(); }

AssetImport Client::open_import(std::string_view project_id, const AssetImportSettings& settings,
                                const CallOptions& options) const {
  return AssetImport(
      std::make_unique<AssetImport::Implementation>(support::make_process_bound<use_cases::OpenImport>(
          connection().resources(), std::string(project_id), settings,
          connection().begin_call("open_import", options))));
}

}  // namespace v0_1
}  // namespace kili
