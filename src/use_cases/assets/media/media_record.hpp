#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/storage/storage_api.hpp"
#include "kili/enums.hpp"
#include "support/call_context.hpp"

namespace kili::use_cases {

/// A file of a record, and the place in the record for its path.
struct WantedFile {
  const char* field = "content";
  std::optional<std::size_t> index;      ///< In the list that is the field's value.
  std::optional<api::RemoteFile> known;  ///< Its headers, when they were needed for its name.
  std::string tail;                      ///< Follows the external id in its name.
  std::string url;
};

/// Finds the URLs in a record. Replaces the URL of a JSON document by the document (`jsonContent` of IMAGE
/// projects). Lists the files to download: `content`; `jsonContent` of TEXT projects (rich text); of VIDEO
/// projects with a `jsonContent` its frames, instead of `content`. Of GEOSPATIAL projects with a
/// `jsonContent` nothing is downloaded. Texts that are not URLs are kept.
/// @throws what StorageApi::read_document() and describe_file() throw.
[[nodiscard]] std::vector<WantedFile> wanted_files(nlohmann::json& record, InputType input_type,
                                                   const api::StorageApi& storage,
                                                   const support::CallContext& context);

[[nodiscard]] bool is_video(InputType input_type) noexcept;

/// Whether a listing that downloads media requests jsonContent too, although the caller does not.
[[nodiscard]] bool needs_json_content(InputType input_type) noexcept;

}  // namespace kili::use_cases
