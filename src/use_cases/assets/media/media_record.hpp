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

/// A file that belongs to a record, and where in the record its path is written.
struct WantedFile {
  const char* field = "content";
  std::optional<std::size_t> index;      ///< In the list that is the field's value.
  std::optional<api::RemoteFile> known;  ///< Its headers, when they were needed for its name.
  std::string tail;                      ///< What follows the external id in its name.
  std::string url;
};

/// Looks through a record for what lies elsewhere: puts the documents that belong into the record there
/// (`jsonContent` of IMAGE projects), and lists the files to fetch: `content`, `jsonContent`
/// of TEXT projects (rich text), and the frames of `jsonContent` of VIDEO projects, which then stand for the
/// content. Of GEOSPATIAL projects nothing is fetched when there is a jsonContent. Texts that are no URLs
/// stay.
/// @throws what StorageApi::linked_document() and describe_file() throw.
[[nodiscard]] std::vector<WantedFile> wanted_files(nlohmann::json& record, InputType input_type,
                                                   const api::StorageApi& storage,
                                                   const support::CallContext& context);

[[nodiscard]] bool is_video(InputType input_type) noexcept;

/// Whether a listing that localises media asks for jsonContent too, although the caller does not.
[[nodiscard]] bool needs_json_content(InputType input_type) noexcept;

}  // namespace kili::use_cases
