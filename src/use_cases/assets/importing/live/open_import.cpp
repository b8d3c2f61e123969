#include "use_cases/assets/importing/live/open_import.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <utility>

#include "engine/error_cause.hpp"
#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_batch_assets = 100;
constexpr auto longest_interval = std::chrono::hours(1);

AssetImportSettings checked(AssetImportSettings settings) {
  const auto refuse = [](std::string_view name, std::string_view range) {
    throw ValidationError(fmt::format("{}: give {}", name, range));
  };
  if (settings.batch_assets == 0 || settings.batch_assets > most_batch_assets) {
    refuse("batch_assets", "a number from 1 to 100");
  }
  if (settings.batch_bytes == 0) refuse("batch_bytes", "a number of bytes, 1 or more");
  if (settings.flush_interval < std::chrono::milliseconds(0) || settings.flush_interval > longest_interval) {
    refuse("flush_interval", "a time from 0 to 1 hour");
  }
  if (settings.max_pending_assets == 0) refuse("max_pending_assets", "a number of assets, 1 or more");
  if (settings.max_pending_bytes == 0) refuse("max_pending_bytes", "a number of bytes, 1 or more");
  return settings;
}

AppendSettings settings_of_import(const AssetImportSettings& settings) {
  return {.disable_tqdm = true,
          .journal = settings.journal,
          .wait_until_availability = settings.wait_until_availability};
}

std::string checked(std::string project_id) {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
  return project_id;
}

bool is_missing(ImportOutcome outcome) noexcept {
  return outcome == ImportOutcome::failed || outcome == ImportOutcome::not_sent ||
         outcome == ImportOutcome::unknown;
}

}  // namespace

OpenImport::OpenImport(Resources resources, std::string project_id, AssetImportSettings settings,
                       support::CallContext context)
    : resources_(std::move(resources)),
      settings_(checked(std::move(settings))),
      context_(std::move(context)),
      bell_(resources_.clock),
      queue_(settings_, resources_.clock, bell_),
      patience_(*resources_.clock, resources_.log, closing_.get_token()),
      import_(resources_, checked(std::move(project_id)), settings_of_import(settings_), context_),
      on_stop_(context_.stop_token, [this] { bell_.ring(); }) {
  import_.open_journal_of_open_import();
  thread_ = std::thread([this] { run(); });
}

OpenImport::~OpenImport() {
  end();
  wait_for_end();
  thread_.join();
  // Nobody was told what became of the assets.
  if (error_ && !told_) {
    try {
      resources_.log.warn(fmt::format("an open import was left without close(), and ended with an error: {}",
                                      engine::cause_of(error_).message));
    } catch (...) {  // NOLINT(bugprone-empty-catch): there is nobody to tell
    }
  }
}

void OpenImport::run() {
  LiveInput live{.bell = bell_, .observer = *this, .patience = patience_, .queue = queue_};
  AppendResult result;
  std::exception_ptr error;
  try {
    result = import_.run(live);
  } catch (...) {
    error = std::current_exception();
  }
  import_.close_journal();
  const std::scoped_lock lock(mutex_);
  result_ = std::move(result);
  error_ = error;
  ended_ = true;
  ended_now_.notify_all();
}

void OpenImport::settled(const ImportedAsset& asset) {
  queue_.count_finished(asset.index, asset.outcome);
  // One without an id was refused or dropped before it could take its name.
  if (is_missing(asset.outcome) && !asset.asset_id.empty()) import_.forget(asset.external_id);
  if (settings_.on_asset) {
    try {
      settings_.on_asset(asset);
    } catch (...) {  // NOLINT(bugprone-empty-catch): documented to be ignored
    }
  }
  queue_.note_finished_below(import_.settled_below());
}

void OpenImport::check_not_in_callback(const char* method) const {
  process_.check();
  if (std::this_thread::get_id() != thread_.get_id()) return;
  throw ValidationError(fmt::format(
      "{}: it was called by on_asset, and would wait for itself; call it from another thread", method));
}

PushResult OpenImport::push(NewAsset asset) {
  if (settings_.when_full == WhenFull::wait) {
    check_not_in_callback("push");
  } else {
    process_.check();
  }
  return queue_.push(std::move(asset), context_.stop_token);
}

void OpenImport::flush() {
  check_not_in_callback("flush");
  queue_.flush(context_.stop_token);
}

void OpenImport::end() {
  closing_.request_stop();
  queue_.close();
}

void OpenImport::wait_for_end() {
  std::unique_lock lock(mutex_);
  ended_now_.wait(lock, [this] { return ended_; });
}

AppendResult OpenImport::close() {
  check_not_in_callback("close");
  end();
  wait_for_end();
  const std::scoped_lock lock(mutex_);
  told_ = true;
  if (error_) std::rethrow_exception(error_);
  return result_;
}

AssetImportCounts OpenImport::counts() const {
  process_.check();
  return queue_.counts();
}

}  // namespace kili::use_cases
