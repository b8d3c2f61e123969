#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/enums.hpp"
#include "support/call_context.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// True when annotations are among the fields.
[[nodiscard]] bool ask_label_responses(const std::vector<std::string>& fields) noexcept;

/// The fields to request so that annotations can be completed (contract/README.md, "Listing"): in projects of
/// these types they may be given by URL.
[[nodiscard]] std::vector<std::string> with_response_urls(std::vector<std::string> fields,
                                                          InputType input_type);

/// Decodes the JSON texts inside a record as the specification's peer does (contract/README.md, "Listing"):
/// jsonMetadata, and jsonResponse of labels and latestLabel(s). Text that is not JSON becomes {}.
void decode_asset_record(nlohmann::json& record);

/// Fetches one document that a record refers to and puts it in its place. May throw what a download throws.
using RecordTask = std::function<void()>;

/// What is to be fetched before a decoded record is whole: annotations given by jsonResponseUrl, and
/// ocrMetadata. The tasks refer to `record`, touch different parts of it and may run at the same time.
[[nodiscard]] std::vector<RecordTask> linked_document_tasks(nlohmann::json& record, const Services& services,
                                                            const support::CallContext& context);

}  // namespace kili::use_cases
