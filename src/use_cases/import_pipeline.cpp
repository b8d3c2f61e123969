#include "use_cases/import_pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace kili::use_cases {
namespace {

/// Enough to keep every connection busy while a batch is appended; each holds at most 100 uploads.
constexpr std::size_t most_open_batches = 4;
/// How often an append whose answer was lost is looked after and sent again.
constexpr unsigned most_repairs = 5;
constexpr auto first_repair_delay =
    std::chrono::milliseconds(1'000);  // contract/README.md: pause before verifying
constexpr auto longest_repair_delay = std::chrono::milliseconds(8'000);

std::string reason_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "unknown error";
  }
}

}  // namespace

ImportPipeline::ImportPipeline(const Services& services, std::string project_id,
                               std::vector<PlannedAsset>& assets, const support::CallContext& context,
                               support::ProgressBar& progress)
    : services_(services),
      project_id_(std::move(project_id)),
      assets_(assets),
      context_(context),
      progress_(progress),
      outcomes_(assets.size()),
      stored_contents_(assets.size()),
      jobs_(services.pool, context.stop_token) {
  context_.stop_token = jobs_.stop_token();
}

void ImportPipeline::run() {
  open_batches();
  while (running_jobs_ > 0) {
    run_next_event();
    append_ready_batch();
    open_batches();
  }
}

void ImportPipeline::start(std::function<void()> job, std::function<void()> then, bool urgent) {
  jobs_.run(
      [this, job = std::move(job), then = std::move(then)]() mutable {
        job();
        const std::scoped_lock lock(mutex_);
        events_.push_back(std::move(then));
        event_arrived_.notify_one();
      },
      urgent);
  ++running_jobs_;
}

void ImportPipeline::run_next_event() {
  std::unique_lock lock(mutex_);
  event_arrived_.wait(lock, [this] { return !events_.empty(); });
  const auto event = std::move(events_.front());
  events_.pop_front();
  lock.unlock();
  --running_jobs_;
  event();
}

void ImportPipeline::note_error(const std::exception_ptr& error) {
  if (!first_error_) first_error_ = error;
}

void ImportPipeline::fail(std::size_t position, ImportOutcome outcome, const std::exception_ptr& error) {
  outcomes_[position] = {.outcome = outcome, .reason = reason_of(error)};
  note_error(error);
}

void ImportPipeline::open_batches() {
  while (!stopped_ && next_batch_begin_ < assets_.size() && open_batches_.size() < most_open_batches) {
    const auto batch = std::make_shared<Batch>();
    batch->begin = next_batch_begin_;
    batch->end = std::min(assets_.size(), next_batch_begin_ + api::Gateway::assets_per_mutation);
    next_batch_begin_ = batch->end;
    open_batches_.push_back(batch);
    open(batch);
  }
  append_ready_batch();
}

void ImportPipeline::open(const BatchPointer& batch) {
  for (std::size_t position = batch->begin; position < batch->end; ++position) {
    if (assets_[position].source == ContentSource::hosted) {
      stored_contents_[position] = assets_[position].content;
    } else {
      ++batch->uploads_left;
    }
  }
  if (batch->uploads_left == 0) return;
  // Hosted and local contents are never mixed in one import, so a batch is uploaded as a whole.
  for (std::size_t begin = batch->begin; begin < batch->end; begin += api::Gateway::signed_urls_per_request) {
    request_signed_urls(batch, begin, std::min(batch->end, begin + api::Gateway::signed_urls_per_request));
  }
}

void ImportPipeline::request_signed_urls(const BatchPointer& batch, std::size_t begin, std::size_t end) {
  const auto urls = std::make_shared<support::Outcome<std::vector<std::string>>>();
  start(
      [this, urls, begin, end] {
        urls->fill([&] {
          std::vector<std::string> paths;
          for (std::size_t position = begin; position < end; ++position) {
            paths.push_back(
                fmt::format("projects/{}/assets/{}/content", project_id_, assets_[position].asset_id));
          }
          return services_.gateway->create_upload_bucket_signed_urls(paths, context_);
        });
      },
      [this, urls, batch, begin, end] {
        if (urls->error()) {
          stop_opening();
          for (std::size_t position = begin; position < end; ++position) {
            fail(position, ImportOutcome::not_sent, urls->error());
          }
          batch->uploads_left -= end - begin;
          return;
        }
        auto list = urls->take();
        for (std::size_t position = begin; position < end; ++position) {
          upload(batch, position, std::move(list[position - begin]));
        }
      },
      true);
}

void ImportPipeline::upload(const BatchPointer& batch, std::size_t position, std::string signed_url) {
  const auto done = std::make_shared<support::Outcome<bool>>();
  const auto url = std::make_shared<const std::string>(std::move(signed_url));
  start(
      [this, done, url, position] {
        done->fill([&] {
          const PlannedAsset& asset = assets_[position];
          api::UploadSource source;
          source.content_type =
              asset.mime_type == "text/plain" ? "text/plain; charset=utf-8" : asset.mime_type;
          if (asset.source == ContentSource::file) {
            source.file = asset.content;
            source.size = asset.file_size;
          } else {
            source.text = asset.content;
          }
          services_.gateway->upload(*url, source, context_);
          return true;
        });
      },
      [this, done, url, batch, position] {
        --batch->uploads_left;
        if (done->error()) {
          fail(position, ImportOutcome::failed, done->error());
        } else {
          stored_contents_[position] = *url;
        }
      },
      false);
}

void ImportPipeline::append_ready_batch() {
  while (!open_batches_.empty()) {
    const BatchPointer batch = open_batches_.front();
    if (batch->finished) {
      open_batches_.pop_front();
      continue;
    }
    if (batch->appending || batch->uploads_left > 0) return;
    const bool cancelled = context_.stop_token.stop_requested();
    const bool anything = std::any_of(stored_contents_.begin() + static_cast<std::ptrdiff_t>(batch->begin),
                                      stored_contents_.begin() + static_cast<std::ptrdiff_t>(batch->end),
                                      [](const std::string& content) { return !content.empty(); });
    if (cancelled || !anything || (stopped_ && first_error_)) {
      batch->finished = true;
      continue;
    }
    batch->appending = true;
    const auto error = std::make_shared<std::exception_ptr>();
    start([this, batch, error] { *error = append_batch(*batch); },
          [this, batch, error] {
            batch->finished = true;
            if (*error) {
              note_error(*error);
              stop_opening();
            }
            std::size_t created = 0;
            for (std::size_t position = batch->begin; position < batch->end; ++position) {
              created += outcomes_[position].outcome == ImportOutcome::created ? 1 : 0;
              stored_contents_[position] = {};
            }
            progress_.advance(created);
          },
          true);
    return;
  }
}

/// Runs on the pool; until it has ended it alone touches the outcomes of its batch.
std::exception_ptr ImportPipeline::append_batch(const Batch& batch) {
  std::vector<std::size_t> pending;
  for (std::size_t position = batch.begin; position < batch.end; ++position) {
    if (!stored_contents_[position].empty()) pending.push_back(position);
  }
  const std::vector<std::size_t> all = pending;
  std::exception_ptr error;
  bool unknown = false;
  try {
    send_and_repair(pending, unknown);
  } catch (...) {
    error = std::current_exception();
  }
  const std::unordered_set<std::size_t> missing(pending.begin(), pending.end());
  for (const std::size_t position : all) {
    if (!missing.contains(position)) {
      outcomes_[position] = {.outcome = ImportOutcome::created, .reason = {}};
    } else if (error) {
      outcomes_[position] = {.outcome = unknown ? ImportOutcome::unknown : ImportOutcome::failed,
                             .reason = reason_of(error)};
    }
  }
  return error;
}

void ImportPipeline::remove_existing(std::vector<std::size_t>& pending) {
  std::vector<std::string> ids;
  for (const std::size_t position : pending) ids.push_back(assets_[position].asset_id);
  const auto found = services_.gateway->existing_asset_ids(project_id_, ids, context_);
  const std::unordered_set<std::string> existing(found.begin(), found.end());
  std::erase_if(pending, [&](std::size_t position) { return existing.contains(assets_[position].asset_id); });
}

/// Sends what is pending. When the answer is lost, asks which assets exist and sends the others again.
/// Empties `pending` as far as assets are known to exist; throws when some are not created in the end.
/// `unknown` tells then whether those that are left may exist all the same.
void ImportPipeline::send_and_repair(std::vector<std::size_t>& pending, bool& unknown) {
  auto delay = first_repair_delay;
  for (unsigned repair = 0;; ++repair) {
    api::NewAssets data;
    for (const std::size_t position : pending) {
      const PlannedAsset& asset = assets_[position];
      data.contents.push_back(stored_contents_[position]);
      data.external_ids.push_back(asset.external_id);
      data.ids.push_back(asset.asset_id);
      data.is_honeypot.push_back(asset.is_honeypot);
      data.json_contents.emplace_back();
      data.json_metadata.push_back(asset.json_metadata);
    }
    try {
      services_.gateway->append_many_assets(project_id_, data, context_);
      pending.clear();
      return;
    } catch (const Error& failure) {
      // An error of the service after a lost answer may mean that the lost request was carried out meanwhile.
      const bool refused_after_loss = unknown && dynamic_cast<const GraphQLError*>(&failure) != nullptr;
      if (!failure.context().outcome_unknown && !refused_after_loss) throw;
      unknown = true;
      const std::size_t before = pending.size();
      remove_existing(pending);
      if (pending.empty()) return;
      // Refused for another reason than that they exist; the lost request may still be under way.
      if (refused_after_loss && pending.size() == before) throw;
      if (repair >= most_repairs) throw;
    }
    context_.sleep_until(*services_.clock, services_.clock->now() + delay);
    delay = std::min(delay * 2, longest_repair_delay);
    remove_existing(pending);
    if (pending.empty()) return;
  }
}

}  // namespace kili::use_cases
