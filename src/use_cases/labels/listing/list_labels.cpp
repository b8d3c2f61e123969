#include "use_cases/labels/listing/list_labels.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "api/label_fields.hpp"
#include "kili/errors.hpp"
#include "use_cases/filters_fingerprint.hpp"
#include "use_cases/labels/listing/label_queries.hpp"
#include "use_cases/labels/listing/label_source.hpp"
#include "use_cases/listing_arguments.hpp"

namespace kili::use_cases {
namespace {

// docs/service.md, "Numbers": page of a listing.
constexpr std::size_t labels_per_page = 100;

constexpr std::array default_label_fields{"author.email",         "author.id", "id",
                                          "jsonResponse",         "labelType", "secondsToLabel",
                                          "isLatestLabelForUser", "assetId"};
constexpr std::array default_model_label_fields{"author.email", "author.id", "id",
                                                "jsonResponse", "labelType", "modelName"};

void check_label_arguments(const LabelsArguments& arguments, const std::vector<std::string>& fields) {
  api::check_fields(fields);
  if (arguments.output_format == LabelOutputFormat::parsed_label &&
      !api::ask_label_responses(fields, api::label_itself.front())) {
    throw ValidationError(
        "The field 'jsonResponse' is required to parse labels. Please add it to the 'fields' argument.");
  }
  check_paging(arguments.page_size, arguments.prefetch);
}

/// @param query checked already.
std::unique_ptr<detail::RecordStream<Label>> label_listing(const Resources& resources, api::LabelQuery query,
                                                           const LabelsArguments& arguments,
                                                           std::vector<std::string> fields,
                                                           std::string_view method,
                                                           support::CallContext context) {
  check_label_arguments(arguments, fields);
  const auto fingerprint = fingerprint_of(query.asset.project_id, query.filters);
  ListingRequest request{.adapts_page_size = !arguments.page_size,
                         .disable_tqdm = arguments.disable_tqdm,
                         .fields = std::move(fields),
                         .fingerprint = fingerprint,
                         .first = arguments.first,
                         .method = method,
                         .noun = "labels",
                         .page_size = arguments.page_size.value_or(labels_per_page),
                         .prefetch = arguments.prefetch,
                         .skip = first_place(arguments.cursor, arguments.skip, method, fingerprint)};
  auto source = label_source(resources, std::move(query), arguments.output_format);
  return std::make_unique<RecordListing<Label>>(resources, std::move(request), std::move(source),
                                                std::move(context));
}

template <std::size_t Size>
std::vector<std::string> given_or(const List<std::string>& fields,
                                  const std::array<const char*, Size>& defaults) {
  return fields ? *fields : std::vector<std::string>(defaults.begin(), defaults.end());
}

}  // namespace

std::unique_ptr<detail::RecordStream<Label>> ListLabels::run(std::string_view project_id,
                                                             const LabelFilters& filters,
                                                             const LabelsArguments& arguments,
                                                             support::CallContext context) const {
  return label_listing(resources_, checked_label_query(project_id, filters, resources_.log), arguments,
                       given_or(arguments.fields, default_label_fields), "labels", std::move(context));
}

std::unique_ptr<detail::RecordStream<Label>> ListLabels::run_of_models(
    LabelType type, std::string_view method, std::string_view project_id, LabelFilters filters,
    const LabelsArguments& arguments, support::CallContext context) const {
  if (filters.type_in) {
    throw ValidationError(fmt::format("{} lists labels of type {} only; leave type_in out, or call labels()",
                                      method, to_string(type)));
  }
  filters.type_in = {type};
  return label_listing(resources_, checked_label_query(project_id, filters, resources_.log), arguments,
                       given_or(arguments.fields, default_model_label_fields), method, std::move(context));
}

}  // namespace kili::use_cases
