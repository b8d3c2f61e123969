#include "use_cases/assets/listing/asset_listing.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "api/assets/asset_fields.hpp"
#include "api/assets/asset_record.hpp"
#include "api/storage/storage_api.hpp"
#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "use_cases/assets/listing/workflow_fields.hpp"
#include "use_cases/workflow_filters.hpp"

namespace kili::use_cases {
namespace {

// docs/service.md, "Numbers": page of a listing.
constexpr std::size_t default_page_size = 100;
constexpr std::size_t page_size_with_responses = 50;
constexpr std::size_t video_page_size_with_responses = 10;
/// With more annotations than this, labels made of annotations are read one asset at a time.
constexpr std::size_t many_annotations = 10'000;

std::size_t natural_page_size(InputType input_type, const std::vector<std::string>& fields) {
  if (!api::ask_label_responses(fields)) return default_page_size;
  return input_type == InputType::video ? video_page_size_with_responses : page_size_with_responses;
}

/// Fetches a document and puts it into its record. @param note_missing called when there is none.
/// @return the length of its text.
std::size_t put_document(const api::LinkedDocument& document, const api::StorageApi& storage,
                         DeadDocuments& dead, const std::function<void()>& note_missing,
                         const support::CallContext& context) {
  const auto put_nothing = [&] {
    note_missing();
    support::JsonBudget of_nothing;
    document.put({}, of_nothing);
    return std::size_t{0};
  };
  if (document.may_be_missing && !dead.is_worth_asking(document.url)) return put_nothing();
  std::size_t size = 0;
  try {
    storage.read_document(document.url, context, [&](const std::string& text, support::JsonBudget& budget) {
      size = text.size();
      document.put(text, budget);
    });
  } catch (const HttpError& error) {
    const int status = error.context().http_status;
    if (!document.may_be_missing || (status != 404 && status != 410)) throw;
    dead.note_missing(document.url, status);
    return put_nothing();
  }
  if (document.may_be_missing) dead.note_found(document.url);
  return size;
}

}  // namespace

AssetListing::AssetListing(Resources resources, api::AssetQuery query, AssetsArguments arguments,
                           support::CallContext context)
    : resources_(std::move(resources)),
      query_(std::move(query)),
      arguments_(std::move(arguments)),
      context_(std::move(context)),
      place_(arguments_.skip) {}

std::size_t AssetListing::count_matching(const support::CallContext& context) const {
  return resources_.api->assets.count_assets(query_, context);
}

std::size_t AssetListing::remaining(std::size_t matching) const noexcept {
  return matching > arguments_.skip ? matching - arguments_.skip : 0;
}

std::size_t AssetListing::count(api::Project& project) {
  if (need_workflow(query_.filters)) {
    project = resources_.api->projects.project(query_.project_id, context_);
    resolve_steps(project, query_, resources_.log);
    return count_matching(context_);
  }
  support::Outcome<std::size_t> matching;
  {
    support::TaskScope scope(resources_.pool, context_.stop_token);
    const auto inner = context_.with_stop_token(scope.stop_token());
    // Its own copy: when the project is not found, `inner` is destroyed before the scope has ended.
    scope.run([&, inner] { matching.fill([&] { return count_matching(inner); }); }, true);
    project = resources_.api->projects.project(query_.project_id, inner);
    scope.wait();
  }
  resolve_steps(project, query_, resources_.log);
  return matching.take();
}

std::size_t AssetListing::count_with_ontology(api::Project& project) {
  if (arguments_.label_output_format == LabelOutputFormat::dict) return count(project);
  support::Outcome<Ontology> ontology;
  std::size_t matching = 0;
  {
    support::TaskScope scope(resources_.pool, context_.stop_token);
    const auto inner = context_.with_stop_token(scope.stop_token());
    scope.run(
        [&, inner] {
          ontology.fill([&] { return resources_.api->projects.ontology(query_.project_id, inner); });
        },
        true);
    matching = count(project);
    scope.wait();
  }
  ontology_ = ontology.take();
  return matching;
}

void AssetListing::choose_fields(const api::Project& project) {
  if (arguments_.fields) {
    fields_ = *arguments_.fields;
    warn_of_workflow_fields(fields_, project, resources_.log);
  } else {
    fields_ = api::default_asset_fields(project.has_steps(), project.has_step_groups());
  }
  page_size_ = arguments_.page_size.value_or(natural_page_size(project.input_type, fields_));
  requested_fields_ = fields_;
  if (arguments_.download_media) requested_fields_ = prepare_media(project, std::move(requested_fields_));
  if (api::ask_label_responses(fields_)) request_responses(project.input_type);
}

void AssetListing::request_responses(InputType input_type) {
  requested_fields_ = api::with_fields_of_responses(std::move(requested_fields_));
  if (!api::makes_responses_of_annotations(input_type)) {
    request_response_urls();
    return;
  }
  // Services of before 26.2 give these responses as they give all others.
  resources_.api->capabilities->choose(
      api::AssetsApi::count_asset_annotations_name, [this] { request_annotations(); },
      [this] { request_response_urls(); });
}

void AssetListing::request_response_urls() {
  fields_without_urls_ = requested_fields_;
  requested_fields_ = api::with_response_urls(std::move(requested_fields_), api::label_fields);
}

void AssetListing::request_annotations() {
  std::size_t annotations = 0;
  support::Outcome<std::vector<std::string>> jobs;
  {
    support::TaskScope scope(resources_.pool, context_.stop_token);
    const auto inner = context_.with_stop_token(scope.stop_token());
    scope.run(
        [&, inner] {
          jobs.fill([&] { return resources_.api->projects.job_names(query_.project_id, inner); });
        },
        true);
    annotations = resources_.api->assets.count_asset_annotations(query_, inner);
    scope.wait();
  }
  if (!arguments_.page_size && annotations > many_annotations) page_size_ = 1;
  annotated_responses_.emplace(fields_, jobs.take());
  requested_fields_ = api::with_annotations(std::move(requested_fields_));
}

/// Media follow the caller's stop token, not the one of the pages: what was listed is put on disk although no
/// more pages are wanted.
std::vector<std::string> AssetListing::prepare_media(const api::Project& project,
                                                     std::vector<std::string> fields) {
  const auto given = fields.size();
  fields = MediaDownload::fields_to_ask(project, std::move(fields));
  media_ = std::make_unique<MediaDownload>(
      resources_,
      MediaDownload::Settings{.directory = arguments_.local_media_dir.value_or(""),
                              .input_type = project.input_type,
                              .json_content_was_added = fields.size() > given,
                              .largest_file = arguments_.largest_media_file,
                              .project_id = query_.project_id},
      context_);
  return fields;
}

void AssetListing::look_up_project_and_count() {
  if (total_) return;
  api::Project project;
  const std::size_t matching = count_with_ontology(project);
  choose_fields(project);
  total_ = std::min(remaining(matching), arguments_.first.value_or(matching));
}

std::size_t AssetListing::total() {
  look_up_project_and_count();
  return *total_;
}

std::optional<ColumnType> AssetListing::column_type(std::string_view field) const noexcept {
  return api::asset_column_type(field);
}

void AssetListing::warn_of_hidden_progress() const {
  if (arguments_.disable_tqdm.value_or(true)) return;
  resources_.log.warn(
      "disable_tqdm is false, but assets that are read one by one have no progress bar; to_vector() shows "
      "it");
}

std::vector<nlohmann::json> AssetListing::page(std::size_t first, std::size_t skip,
                                               const support::CallContext& context) const {
  const auto ask = [&](const std::vector<std::string>& fields) {
    return resources_.api->assets.assets(query_, fields, first, skip, context);
  };
  if (fields_without_urls_.empty()) return ask(requested_fields_);
  return resources_.api->capabilities->choose(
      api::response_url_name, [&] { return ask(requested_fields_); },
      [&] { return ask(fields_without_urls_); });
}

engine::PageSource<nlohmann::json> AssetListing::page_source() const {
  engine::PageSource<nlohmann::json> source;
  source.fetch = [this](std::size_t skip, std::size_t limit, const support::CallContext& context) {
    auto records = page(limit, arguments_.skip + skip, context);
    if (annotated_responses_) {
      for (auto& record : records) annotated_responses_->complete(record);
    }
    return records;
  };
  source.completions = [this](nlohmann::json& record, const support::CallContext& context) {
    std::vector<engine::PageSource<nlohmann::json>::Task> tasks;
    // Read before the tasks, which change the record side by side.
    const std::string id = note_missing_ ? support::text_or_empty(record, "id") : std::string();
    for (auto& document : api::linked_documents(record)) {
      tasks.emplace_back([this, &context, id, document = std::move(document)] {
        const auto note = [&] {
          if (note_missing_) note_missing_(id);
        };
        return put_document(document, resources_.api->storage, dead_documents_, note, context);
      });
    }
    return tasks;
  };
  source.count = [this](const support::CallContext& context) { return remaining(count_matching(context)); };
  source.warn = [this](const std::string& message) { resources_.log.warn(message); };
  if (api::ask_asset_id(fields_)) {
    source.id = [](const nlohmann::json& record) { return std::string_view(api::id_of_asset(record)); };
  } else {
    source.hash = std::hash<nlohmann::json>();
    source.id_at = [this](std::size_t skip, const support::CallContext& context) {
      const auto records = resources_.api->assets.assets(query_, std::array{std::string("id")}, 1,
                                                         arguments_.skip + skip, context);
      return records.empty() ? std::string() : api::id_of_asset(records.front());
    };
  }
  return source;
}

void AssetListing::start() {
  started_ = true;
  try {
    look_up_project_and_count();
    progress_.emplace(context_, resources_.clock, "Retrieving assets", *total_, bar_);
    pages_ = std::make_unique<Pages>(
        resources_.pool, resources_.clock, context_, page_source(),
        engine::PageLimits{.first = arguments_.first,
                           .page_size = page_size_,
                           .prefetch = arguments_.prefetch,
                           .total = *total_,
                           .budget = arguments_.page_size ? nullptr : &resources_.sizes->answers});
    pages_->start();
  } catch (...) {
    failure_ = std::current_exception();
    progress_.reset();
    throw;
  }
  advance();
}

void AssetListing::check_did_not_fail() const {
  if (failure_) std::rethrow_exception(failure_);
}

std::optional<nlohmann::json> AssetListing::next_with_media() {
  while (!listing_ended_ && media_->has_room() && (media_->empty() || pages_->is_ready())) {
    try {
      auto record = pages_->next();
      listing_ended_ = !record.has_value();
      if (!record) break;
      listed_.push_back(last_listed());
      media_->add(*std::move(record));
    } catch (...) {
      listing_ended_ = true;
      listing_error_ = std::current_exception();
    }
  }
  if (media_->empty()) {
    if (listing_error_) std::rethrow_exception(std::exchange(listing_error_, nullptr));
    return std::nullopt;
  }
  try {
    return media_->take();
  } catch (...) {
    media_.reset();
    pages_->stop();
    throw;
  }
}

void AssetListing::advance() {
  try {
    read_next();
  } catch (...) {
    failure_ = std::current_exception();
    progress_.reset();
    throw;
  }
}

bool AssetListing::next_is_of_page() {
  if (!listed_.empty()) return listed_.front().page_number == page_number_;
  return pages_ && pages_->page_number() == page_number_ && pages_->has_more_of_page();
}

void AssetListing::read_next() {
  if (current_) ++place_;
  current_.reset();
  auto record = media_ ? next_with_media() : pages_->next();
  if (!record) {
    // Records that were passed over at the end count too.
    place_ = arguments_.skip + pages_->place();
    return progress_.reset();
  }
  Listed listed = last_listed();
  if (media_) {
    listed = listed_.front();
    listed_.pop_front();
  }
  place_ = listed.place;
  page_number_ = listed.page_number;
  current_.emplace(*std::move(record), ontology_);
  if (progress_) progress_->advance(1);
}

}  // namespace kili::use_cases
