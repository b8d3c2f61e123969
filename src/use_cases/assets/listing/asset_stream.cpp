#include "use_cases/assets/listing/asset_stream.hpp"

#include <algorithm>
#include <utility>

#include "graphql/field_selection.hpp"
#include "kili/errors.hpp"
#include "use_cases/assets/listing/workflow_filters.hpp"

namespace kili::detail {
namespace {

// contract/README.md, "Numbers": page of a listing.
constexpr std::size_t default_page_size = 100;
constexpr std::size_t video_page_size = 10;
constexpr std::size_t llm_page_size = 50;

std::size_t natural_page_size(InputType input_type, const std::vector<std::string>& fields) {
  if (!use_cases::ask_label_responses(fields)) return default_page_size;
  switch (input_type) {
    case InputType::video:
      return video_page_size;
    case InputType::llm_instr_following:
    case InputType::llm_rlhf:
    case InputType::llm_static:
      return llm_page_size;
    default:
      return default_page_size;
  }
}

}  // namespace

AssetStream::AssetStream(use_cases::Services services, std::string project_id, AssetFilters filters,
                         nlohmann::json where, AssetsArguments arguments, support::CallContext context)
    : services_(std::move(services)),
      project_id_(std::move(project_id)),
      filters_(std::move(filters)),
      where_(std::move(where)),
      arguments_(std::move(arguments)),
      caller_(context.stop_token),
      context_(std::move(context)),
      jobs_(services_.pool, context_.stop_token) {
  context_.stop_token = jobs_.stop_token();
}

std::size_t AssetStream::count(api::Project& project) {
  if (use_cases::need_steps(filters_)) {
    project = services_.gateway->project(project_id_, context_);
    use_cases::apply_workflow_filters(filters_, project, where_, services_.log);
    return services_.gateway->count_assets(where_, context_);
  }
  support::Outcome<std::size_t> matching;
  {
    support::TaskScope scope(services_.pool, context_.stop_token);
    const auto inner = context_.with_stop_token(scope.stop_token());
    // Its own copy: when the project is not found, `inner` goes before the scope has ended.
    scope.run([&, inner] { matching.fill([&] { return services_.gateway->count_assets(where_, inner); }); },
              true);
    project = services_.gateway->project(project_id_, inner);
    scope.wait();
  }
  use_cases::apply_workflow_filters(filters_, project, where_, services_.log);
  return matching.take();
}

std::size_t AssetStream::count_with_ontology(api::Project& project) {
  if (arguments_.label_output_format == LabelOutputFormat::dict) return count(project);
  support::Outcome<Ontology> ontology;
  std::size_t matching = 0;
  {
    support::TaskScope scope(services_.pool, context_.stop_token);
    const auto inner = context_.with_stop_token(scope.stop_token());
    scope.run([&, inner] { ontology.fill([&] { return services_.gateway->ontology(project_id_, inner); }); },
              true);
    matching = count(project);
    scope.wait();
  }
  ontology_ = ontology.take();
  return matching;
}

void AssetStream::choose_fields(const api::Project& project) {
  std::vector<std::string> fields;
  if (arguments_.fields) {
    fields = *arguments_.fields;
    use_cases::warn_of_workflow_fields(fields, project, services_.log);
  } else {
    fields = use_cases::default_fields(project);
  }
  asks_id_ = std::find(fields.begin(), fields.end(), "id") != fields.end();
  page_size_ = arguments_.page_size.value_or(natural_page_size(project.input_type, fields));
  fields_ = fields;
  if (arguments_.download_media) fields = prepare_media(project, std::move(fields));
  selection_ = graphql::selection_of(use_cases::with_response_urls(std::move(fields), project.input_type), 4);
}

/// Media follow the caller's stop token alone: what is listed is put on disk although no more pages are
/// wanted.
std::vector<std::string> AssetStream::prepare_media(const api::Project& project,
                                                    std::vector<std::string> fields) {
  const auto given = fields.size();
  fields = use_cases::MediaDownload::fields_to_ask(project, std::move(fields));
  media_ = std::make_unique<use_cases::MediaDownload>(
      services_,
      use_cases::MediaDownload::Settings{.directory = arguments_.local_media_dir.value_or(""),
                                         .input_type = project.input_type,
                                         .json_content_was_added = fields.size() > given,
                                         .project_id = project_id_},
      context_.with_stop_token(caller_));
  return fields;
}

void AssetStream::look_up_project_and_count() {
  if (total_) return;
  api::Project project;
  const std::size_t matching = count_with_ontology(project);
  choose_fields(project);
  const std::size_t remaining = matching > arguments_.skip ? matching - arguments_.skip : 0;
  total_ = std::min(remaining, arguments_.first.value_or(remaining));
}

std::size_t AssetStream::total() {
  look_up_project_and_count();
  return *total_;
}

void AssetStream::show_progress() {
  progress_ = std::make_unique<support::ProgressBar>(services_.clock, "Retrieving assets", total(),
                                                     arguments_.disable_tqdm.value_or(false));
}

void AssetStream::warn_of_hidden_progress() const {
  if (arguments_.disable_tqdm.value_or(true)) return;
  services_.log.warn(
      "disable_tqdm is false, but assets that are read one by one have no progress bar; to_vector() shows "
      "it");
}

void AssetStream::start() {
  started_ = true;
  try {
    look_up_project_and_count();
    request_pages();
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
  advance();
}

void AssetStream::check_did_not_fail() const {
  if (failure_) std::rethrow_exception(failure_);
}

/// With "id" among the fields repeated assets can be told, so whole pages are asked until one comes short:
/// assets added meanwhile are found too. Without it, exactly as many as were counted.
bool AssetStream::more_pages_planned() const noexcept {
  if (requested_ < *total_) return true;
  const bool wants_more = asks_id_ && *total_ > 0 && delivered_ < arguments_.first.value_or(delivered_ + 1);
  if (!wants_more || !last_page_was_full_) return false;
  // All counted assets fill their pages: the one that will come short is asked ahead like the others.
  const bool will_come_short = requested_ == *total_ && *total_ < arguments_.first.value_or(*total_ + 1);
  // Else whether there is need of more shows when what came is used up.
  const bool used_up = pages_.empty() && (!page_ || next_record_ >= page_->records.size());
  return will_come_short || used_up;
}

std::size_t AssetStream::page_limit(std::size_t skip) const noexcept {
  return asks_id_ ? page_size_ : std::min(page_size_, *total_ - skip);
}

void AssetStream::request_pages() {
  while (pages_.size() <= arguments_.prefetch && more_pages_planned()) request_page();
}

void AssetStream::request_page() {
  const auto page = std::make_shared<Page>();
  const std::size_t skip = requested_;
  const std::size_t limit = page_limit(skip);
  requested_ += limit;
  pages_.push_back(page);
  jobs_.run([this, page, skip, limit] { fetch(page, skip, limit); });
}

/// Runs on the pool.
void AssetStream::fetch(const PagePointer& page, std::size_t skip, std::size_t limit) {
  try {
    auto records = services_.gateway->assets(where_, selection_, limit, arguments_.skip + skip, context_);
    page->records.resize(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      page->records[i].value = std::move(records[i]);
      use_cases::decode_asset_record(page->records[i].value);
    }
    start_tasks(page);
  } catch (...) {
    page->error = std::current_exception();
  }
  const std::scoped_lock lock(mutex_);
  page->fetched = true;
  progressed_.notify_all();
}

void AssetStream::start_tasks(const PagePointer& page) {
  for (Record& record : page->records) {
    auto tasks = use_cases::linked_document_tasks(record.value, services_, context_);
    const std::unique_lock lock(mutex_);  // tasks of this record that are started already count it down
    record.open_tasks = tasks.size();
    for (auto& task : tasks) {
      jobs_.run([this, page, &record, task = std::move(task)] {
        std::exception_ptr error;
        try {
          task();
        } catch (...) {
          error = std::current_exception();
        }
        const std::scoped_lock done(mutex_);
        if (error) record.error = error;
        --record.open_tasks;
        progressed_.notify_all();
      });
    }
  }
}

void AssetStream::stop_with(std::exception_ptr error) {
  jobs_.request_stop();
  pages_.clear();
  requested_ = *total_;
  last_page_was_full_ = false;
  page_.reset();
  std::rethrow_exception(std::move(error));
}

bool AssetStream::take_next_page() {
  request_pages();
  if (pages_.empty()) return false;
  page_ = std::move(pages_.front());
  pages_.pop_front();
  {
    std::unique_lock lock(mutex_);
    progressed_.wait(lock, [this] { return page_->fetched; });
  }
  if (page_->error) stop_with(page_->error);
  next_record_ = 0;
  // A full page of nothing but repeats means that paging does not advance.
  const bool brought_nothing = asks_id_ && delivered_at_last_page_ == delivered_ && delivered_ > 0;
  delivered_at_last_page_ = delivered_;
  last_page_was_full_ = page_->records.size() >= page_size_ && !brought_nothing;
  request_pages();
  return true;
}

nlohmann::json& AssetStream::wait_for_next_record() {
  Record& record = page_->records[next_record_++];
  std::unique_lock lock(mutex_);
  progressed_.wait(lock, [&] { return record.open_tasks == 0; });
  lock.unlock();
  if (record.error) stop_with(record.error);
  return record.value;
}

bool AssetStream::has_record_without_waiting() {
  const std::scoped_lock lock(mutex_);
  if (page_ && next_record_ < page_->records.size()) return page_->records[next_record_].open_tasks == 0;
  return !pages_.empty() && pages_.front()->fetched;
}

std::optional<nlohmann::json> AssetStream::next_listed() {
  for (;;) {
    if (arguments_.first && delivered_ >= *arguments_.first) {
      jobs_.request_stop();
      return std::nullopt;
    }
    if (!page_ || next_record_ >= page_->records.size()) {
      if (!take_next_page()) return std::nullopt;
      continue;
    }
    nlohmann::json& record = wait_for_next_record();
    if (asks_id_) {
      const auto id = record.find("id");
      if (id == record.end() || !id->is_string())
        throw HttpError("assets: the service returned an asset without id");
      if (!seen_.insert(id->get_ref<const std::string&>())) continue;
    }
    ++delivered_;
    return std::move(record);
  }
}

std::optional<nlohmann::json> AssetStream::next_localised() {
  while (!listing_ended_ && media_->has_room() && (media_->empty() || has_record_without_waiting())) {
    try {
      auto record = next_listed();
      listing_ended_ = !record.has_value();
      if (record) media_->add(*std::move(record));
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
    stop_with(std::current_exception());
  }
}

void AssetStream::advance() {
  try {
    go_on();
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

void AssetStream::go_on() {
  current_.reset();
  auto record = media_ ? next_localised() : next_listed();
  if (!record) return;
  current_.emplace(*std::move(record), ontology_);
  if (progress_) progress_->advance(1);
}

}  // namespace kili::detail
