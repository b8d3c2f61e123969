#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kili/append_many_to_dataset.hpp"
#include "kili/enums.hpp"
#include "support/ids.hpp"

namespace kili::use_cases {

/// Where the content of an asset comes from.
enum class ContentSource {
  file,
  hosted,
  text
};

/// One asset that is going to be imported, checked.
struct PlannedAsset {
  std::string asset_id;
  std::string content;  ///< Path, URL or text, as `source` says.
  std::string external_id;
  std::uint64_t file_size = 0;
  std::size_t index = 0;  ///< Position in the input.
  bool is_honeypot = false;
  std::string json_metadata;  ///< JSON text.
  std::string mime_type;      ///< Of a file or text.
  ContentSource source = ContentSource::hosted;
};

/// The checks of an import that need no request, and what follows from them. Every method throws an error
/// that names the argument, the asset and the remedy.
class ImportPlan {
 public:
  /// Checks the shape of the arguments: which arrays, their lengths, their values.
  /// @throws MissingArgumentError, ValidationError.
  ImportPlan(const AppendManyToDataset& arguments, const support::IdGenerator& ids);

  /// True when something must be uploaded, so that the organisation must allow it.
  [[nodiscard]] bool needs_upload() const noexcept;
  /// Decides per asset what its content is in a project of this type, and checks the files.
  /// @throws ImportValidationError (hosted and local mixed, type of project not supported, content empty or
  /// not UTF-8), FileError (missing, unreadable, folder, empty), MimeTypeError.
  void resolve_contents(InputType input_type);
  /// Leaves out all but the first asset of each external id. @return the repeated ones.
  [[nodiscard]] std::vector<PlannedAsset> take_repeated_external_ids();

  [[nodiscard]] bool has_given_external_ids() const noexcept { return has_given_external_ids_; }
  [[nodiscard]] std::vector<PlannedAsset>& assets() noexcept { return assets_; }
  [[nodiscard]] const std::vector<PlannedAsset>& assets() const noexcept { return assets_; }

 private:
  std::vector<PlannedAsset> assets_;
  bool has_given_external_ids_ = false;
};

/// "asset 17 (external id 'car_1')", for messages.
[[nodiscard]] std::string describe(const PlannedAsset& asset);

}  // namespace kili::use_cases
