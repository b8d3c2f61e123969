#include "use_cases/asset_stream.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "graphql/field_selection.hpp"
#include "kili/errors.hpp"
#include "use_cases/asset_record.hpp"

namespace kili::detail {
namespace {

// contract/README.md, "Numbers": page of a listing.
constexpr std::size_t default_page_size = 100;
constexpr std::size_t video_page_size = 10;
constexpr std::size_t llm_page_size = 50;

/// Default fields (specification, `assets`, parameter `fields`), for projects with a status of the asset and,
/// as the newest service has it, for projects with workflow steps.
constexpr std::array default_fields_v1{"content",
                                       "createdAt",
                                       "externalId",
                                       "id",
                                       "isHoneypot",
                                       "jsonMetadata",
                                       "labels.author.id",
                                       "labels.author.email",
                                       "labels.createdAt",
                                       "labels.id",
                                       "labels.jsonResponse",
                                       "skipped",
                                       "status"};
constexpr std::array default_fields_v2{
    "content",          "createdAt",         "externalId",          "id",
    "isHoneypot",       "jsonMetadata",      "labels.author.id",    "labels.author.email",
    "labels.createdAt", "labels.id",         "labels.jsonResponse", "skipped",
    "currentStep.name", "currentStep.status"};

std::size_t natural_page_size(InputType input_type, const std::vector<std::string>& fields) {
  const bool asks_responses = std::any_of(fields.begin(), fields.end(), [](const std::string& field) {
    return field.ends_with("abels.jsonResponse") || field == "latestLabel.jsonResponse";
  });
  if (!asks_responses) return default_page_size;
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

AssetStream::AssetStream(use_cases::Services services, std::string project_id, nlohmann::json where,
                         AssetsArguments arguments, support::CallContext context)
    : services_(std::move(services)),
      project_id_(std::move(project_id)),
      where_(std::move(where)),
      arguments_(std::move(arguments)),
      context_(std::move(context)),
      jobs_(services_.pool, context_.stop_token) {
  context_.stop_token = jobs_.stop_token();
}

void AssetStream::look_up_project_and_count() {
  if (total_) return;
  struct Count {
    bool done = false;
    support::Outcome<std::size_t> value;
  };
  const auto count = std::make_shared<Count>();
  jobs_.run(
      [this, count] {
        count->value.fill([this] { return services_.gateway->count_assets(where_, context_); });
        const std::scoped_lock lock(mutex_);
        count->done = true;
        page_done_.notify_all();
      },
      true);
  const auto wait_for_count = [&] {
    std::unique_lock lock(mutex_);
    page_done_.wait(lock, [&] { return count->done; });
  };
  api::Project project;
  try {
    project = services_.gateway->project(project_id_, context_);
  } catch (...) {
    wait_for_count();  // the job refers to this object
    throw;
  }
  wait_for_count();
  const std::size_t matching = count->value.take();

  std::vector<std::string> fields;
  if (arguments_.fields) {
    fields = *arguments_.fields;
  } else if (project.workflow_version == "V2") {
    fields.assign(default_fields_v2.begin(), default_fields_v2.end());
  } else {
    fields.assign(default_fields_v1.begin(), default_fields_v1.end());
  }
  asks_id_ = std::find(fields.begin(), fields.end(), "id") != fields.end();
  selection_ = graphql::selection_of(fields, 4);
  page_size_ = arguments_.page_size.value_or(natural_page_size(project.input_type, fields));
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

void AssetStream::start() {
  started_ = true;
  look_up_project_and_count();
  request_pages();
  advance();
}

/// With "id" among the fields repeated assets can be told, so whole pages are asked until one comes short:
/// assets added meanwhile are found too. Without it, exactly as many as were counted.
bool AssetStream::more_pages_planned() const noexcept {
  if (requested_ < *total_) return true;
  const bool wants_more = asks_id_ && *total_ > 0 && delivered_ < arguments_.first.value_or(delivered_ + 1);
  return wants_more && pages_.empty() && last_page_was_full_;
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
  jobs_.run([this, page, skip, limit] {
    page->records.fill([&] {
      auto records = services_.gateway->assets(where_, selection_, limit, arguments_.skip + skip, context_);
      for (auto& record : records) use_cases::decode_asset_record(record);
      return records;
    });
    const std::scoped_lock lock(mutex_);
    page->done = true;
    page_done_.notify_all();
  });
}

nlohmann::json AssetStream::wait_for_front_page() {
  const auto page = std::move(pages_.front());
  pages_.pop_front();
  std::unique_lock lock(mutex_);
  page_done_.wait(lock, [&] { return page->done; });
  lock.unlock();
  return page->records.take();
}

bool AssetStream::take_next_page() {
  request_pages();
  if (pages_.empty()) return false;
  try {
    records_ = wait_for_front_page();
  } catch (...) {
    jobs_.request_stop();  // nothing behind the error is delivered
    pages_.clear();
    requested_ = *total_;
    last_page_was_full_ = false;
    throw;
  }
  next_record_ = 0;
  // A full page of nothing but repeats means that paging does not advance.
  const bool brought_nothing = asks_id_ && delivered_at_last_page_ == delivered_ && delivered_ > 0;
  delivered_at_last_page_ = delivered_;
  last_page_was_full_ = records_.size() >= page_size_ && !brought_nothing;
  request_pages();
  return true;
}

void AssetStream::advance() {
  current_.reset();
  for (;;) {
    if (arguments_.first && delivered_ >= *arguments_.first) {
      jobs_.request_stop();
      return;
    }
    if (next_record_ >= records_.size()) {
      if (!take_next_page()) return;
      continue;
    }
    nlohmann::json& record = records_[next_record_++];
    if (asks_id_) {
      const auto id = record.find("id");
      if (id == record.end() || !id->is_string())
        throw HttpError("assets: the service returned an asset without id");
      if (!seen_.insert(id->get_ref<const std::string&>())) continue;
    }
    current_.emplace(std::move(record));
    ++delivered_;
    if (progress_) progress_->advance(1);
    return;
  }
}

}  // namespace kili::detail
