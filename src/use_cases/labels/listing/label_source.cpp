#include "use_cases/labels/listing/label_source.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/label_annotations.hpp"
#include "api/label_fields.hpp"
#include "api/storage/storage_api.hpp"
#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/labels/listing/label_queries.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

/// docs/service.md, "Numbers": responses of films are large.
constexpr std::size_t video_labels_per_page = 20;
/// What services know that give the labels of LLM projects as annotations.
constexpr std::string_view annotation_type = "ClassificationAnnotation";

/// What the functions of one source share. Changed by prepare() alone, before the others are called.
class LabelReader {
 public:
  LabelReader(Resources resources, api::LabelQuery query, LabelOutputFormat format)
      : resources_(std::move(resources)), query_(std::move(query)), format_(format) {}

  void prepare(ListingRequest& request, const support::CallContext& context) {
    const bool asks_responses = api::ask_label_responses(request.fields, api::label_itself.front());
    std::optional<InputType> input_type;
    if (format_ == LabelOutputFormat::parsed_label) {
      ontology_ = resources_.api->projects.ontology(query_.asset.project_id, context);
      input_type = ontology_->input_type();
    }
    if (need_steps(query_.filters) || (asks_responses && !input_type)) {
      const auto project = resources_.api->projects.project(query_.asset.project_id, context);
      if (need_steps(query_.filters)) resolve_asset_steps(project, query_, resources_.log);
      input_type = project.input_type;
    }
    fields_ = request.fields;
    if (!asks_responses) return;
    if (input_type == InputType::video && request.adapts_page_size) request.page_size = video_labels_per_page;
    fields_with_urls_ = api::with_response_urls(fields_, api::label_itself);
    if (api::makes_responses_of_annotations(*input_type)) {
      annotated_.emplace(request.fields, resources_.api->projects.job_names(query_.asset.project_id, context),
                         api::label_itself);
      fields_with_annotations_ = api::with_annotations(fields_, api::label_itself);
    }
  }

  [[nodiscard]] std::size_t count(const support::CallContext& context) const {
    return in_known_project(resources_, query_.asset.project_id, context,
                            [&] { return resources_.api->labels.count_labels(query_, context); });
  }

  [[nodiscard]] std::vector<json> page(std::size_t skip, std::size_t first,
                                       const support::CallContext& context) const {
    const auto ask = [&](const std::vector<std::string>& fields) {
      return resources_.api->labels.labels(query_, fields, first, skip, context);
    };
    const auto ask_with_urls = [&] {
      if (fields_with_urls_.empty()) return ask(fields_);
      return resources_.api->capabilities->choose(
          api::response_url_name, [&] { return ask(fields_with_urls_); }, [&] { return ask(fields_); });
    };
    if (!annotated_) return ask_with_urls();
    // Services of before 26.2 give these responses as they give all others.
    return resources_.api->capabilities->choose(
        annotation_type,
        [&] {
          auto labels = ask(fields_with_annotations_);
          for (auto& label : labels) annotated_->complete(label);
          return labels;
        },
        ask_with_urls);
  }

  /// Fetches the response of a label. @return the length of its text.
  [[nodiscard]] std::size_t fetch_response(json& label, const std::string& url,
                                           const support::CallContext& context) const {
    std::size_t size = 0;
    resources_.api->storage.read_document(url, context,
                                          [&](const std::string& text, support::JsonBudget& budget) {
                                            size = text.size();
                                            api::put_response(label, text, budget);
                                          });
    return size;
  }

  [[nodiscard]] std::string id_at(std::size_t skip, const support::CallContext& context) const {
    const auto labels =
        resources_.api->labels.labels(query_, std::array{std::string("id")}, 1, skip, context);
    return labels.empty() ? std::string() : support::text_or_empty(labels.front(), "id");
  }

  [[nodiscard]] const std::optional<Ontology>& ontology() const noexcept { return ontology_; }

 private:
  Resources resources_;
  api::LabelQuery query_;
  LabelOutputFormat format_;
  std::optional<Ontology> ontology_;
  /// When responses are made of annotations.
  std::optional<api::AnnotatedResponses> annotated_;
  std::vector<std::string> fields_;
  std::vector<std::string> fields_with_annotations_;
  std::vector<std::string> fields_with_urls_;  ///< Empty: no responses are asked for.
};

}  // namespace

RecordSource<Label> label_source(const Resources& resources, api::LabelQuery query,
                                 LabelOutputFormat format) {
  const auto reader = std::make_shared<LabelReader>(resources, std::move(query), format);
  RecordSource<Label> source;
  source.prepare = [reader](ListingRequest& request, const support::CallContext& context) {
    reader->prepare(request, context);
  };
  source.count = [reader](const support::CallContext& context) { return reader->count(context); };
  source.page = [reader](std::size_t skip, std::size_t first, const support::CallContext& context) {
    return reader->page(skip, first, context);
  };
  source.completions = [reader](json& label, const support::CallContext& context) {
    std::vector<RecordSource<Label>::Task> tasks;
    if (std::string url = api::response_url_of(label); !url.empty()) {
      tasks.emplace_back([&reader = *reader, &label, &context, url = std::move(url)] {
        return reader.fetch_response(label, url, context);
      });
    }
    return tasks;
  };
  source.id_at = [reader](std::size_t skip, const support::CallContext& context) {
    return reader->id_at(skip, context);
  };
  source.make = [reader](json label) { return Label(std::move(label), reader->ontology()); };
  source.column_type = api::label_column_type;
  return source;
}

}  // namespace kili::use_cases
