#include "use_cases/assets/importing/append_assets.hpp"

#include <fmt/format.h>

#include <utility>

#include "kili/errors.hpp"
#include "use_cases/assets/importing/import_of_assets.hpp"
#include "use_cases/assets/importing/read/csv_texts.hpp"

namespace kili::use_cases {
namespace {

void require_project_id(std::string_view project_id) {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
}

AppendManyToDataset with_texts_of_csv(AppendManyToDataset arguments, const support::MessageLog& log) {
  if (arguments.content_array || arguments.external_id_array) {
    throw ValidationError(
        "If from_csv is provided, content_array and external_id_array must not be provided.");
  }
  CsvTexts texts = read_csv_texts(*arguments.from_csv, arguments.csv_separator);
  for (const std::string& remark : texts.remarks) log.warn(remark);
  arguments.from_csv.reset();
  arguments.content_array = std::move(texts.contents);
  arguments.external_id_array = std::move(texts.external_ids);
  return arguments;
}

}  // namespace

AppendResult AppendAssets::run(std::string_view project_id, const AppendManyToDataset& arguments,
                               const support::CallContext& context) const {
  require_project_id(project_id);
  if (arguments.from_csv) return run(project_id, with_texts_of_csv(arguments, resources_.log), context);
  if (const std::string name = empty_argument(arguments); !name.empty()) {
    resources_.log.warn(fmt::format(
        "Method 'append_many_to_dataset' did nothing because the following argument is empty: {}.", name));
    AppendResult nothing;
    nothing.id = project_id;
    return nothing;
  }
  if (arguments.status_array) {
    resources_.log.warn_deprecated(
        "status_array is deprecated and will not be sent in the call. Asset status is automatically computed "
        "based on "
        "its labels and cannot be overwritten.");
  }
  if (arguments.id_array) {
    resources_.log.warn_deprecated(
        "id_array is disabled and will not be sent in the call. The ids of assets are chosen by the client.");
  }
  ArgumentRows rows(arguments);
  const AppendSettings settings{.disable_tqdm = arguments.disable_tqdm,
                                .journal = arguments.journal,
                                .wait_until_availability = arguments.wait_until_availability};
  return ImportOfAssets(resources_, std::string(project_id), settings, context).run(rows);
}

AppendResult AppendAssets::run(std::string_view project_id, detail::NewAssetSource& source,
                               const AppendSettings& settings, const support::CallContext& context) const {
  require_project_id(project_id);
  return ImportOfAssets(resources_, std::string(project_id), settings, context).run(source);
}

}  // namespace kili::use_cases
