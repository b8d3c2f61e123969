#include "use_cases/assets/changing/add_metadata.hpp"

#include "use_cases/assets/changing/metadata_edit.hpp"

namespace kili::use_cases {

std::vector<std::string> AddMetadataToAssets::run(const AddMetadata& arguments,
                                                  const support::CallContext& context) const {
  return edit_metadata(resources_,
                       {.asset_ids = arguments.asset_ids,
                        .external_ids = arguments.external_ids,
                        .project_id = arguments.project_id},
                       arguments.json_metadata, MetadataEdit::add, context);
}

}  // namespace kili::use_cases
