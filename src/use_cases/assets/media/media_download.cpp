#include "use_cases/assets/media/media_download.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

/// Enough to keep the connections busy while the caller processes one asset; few enough to stop soon.
constexpr std::size_t most_assets_ahead = 64;
/// The record of a video has a list of all its frames.
constexpr std::size_t most_videos_ahead = 8;
/// Leaves threads of the pool to the pages of the listing.
constexpr std::size_t most_files_at_once = 16;

bool has_field(const std::vector<std::string>& fields, std::string_view field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

/// What Python takes for false.
bool is_empty_value(const nlohmann::json& value) {
  if (const auto* const text = value.get_ptr<const std::string*>()) return text->empty();
  return value.empty();
}

/// The exception that is being handled, with the external id of its asset in the message.
std::exception_ptr named_error(const std::string& external_id) {
  const auto named = [&](const Error& error) {
    return fmt::format("asset '{}': {}", support::shown_text(external_id, 200), error.what());
  };
  try {
    throw;
  } catch (const ConnectionError& error) {
    return std::make_exception_ptr(ConnectionError(named(error), error.context()));
  } catch (const HttpError& error) {
    return std::make_exception_ptr(HttpError(named(error), error.context()));
  } catch (const FileWriteError& error) {
    return std::make_exception_ptr(FileWriteError(named(error), error.context()));
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace

/// A record whose media are being downloaded. One job at a time writes to it, except for `error`, `done` and
/// `missing_files`, which the mutex guards.
struct MediaDownload::Item {
  bool done = false;
  std::exception_ptr error;
  std::string external_id;
  bool is_looked_through = false;
  std::size_t missing_files = 0;
  nlohmann::json record;
  std::vector<WantedFile> wanted;
};

void MediaDownload::check_arguments(const AssetsArguments& arguments) {
  if (!arguments.download_media) return;
  if (arguments.fields) {
    for (const char* field : {"content", "externalId"}) {
      if (has_field(*arguments.fields, field)) continue;
      throw MissingPropertyError(
          fmt::format("download_media needs the field {0}; add \"{0}\" to fields", field));
    }
  }
  if (arguments.largest_media_file == std::uint64_t{0}) {
    throw ValidationError("largest_media_file is 0; give the number of bytes, or leave it out");
  }
  if (!arguments.local_media_dir) return;
  const auto& directory = *arguments.local_media_dir;
  if (directory.empty() || directory.native().find('\0') != std::string::npos) {
    throw ValidationError("local_media_dir is empty or has a NUL character; give the path of a folder");
  }
  std::error_code ignored;
  const auto status = std::filesystem::status(directory, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_directory(status)) {
    throw ValidationError(fmt::format("local_media_dir '{}' is not a folder; give the path of one",
                                      support::shown_text(directory.string(), 300)));
  }
}

std::vector<std::string> MediaDownload::fields_to_ask(const api::Project& project,
                                                      std::vector<std::string> fields) {
  if (project.has_data_connections) {
    throw DownloadNotAllowedError(
        "media of a project whose assets lie in a connected cloud storage cannot be downloaded; read them "
        "from that storage, or call without download_media");
  }
  if (needs_json_content(project.input_type) && !has_field(fields, "jsonContent")) {
    fields.insert(fields.begin(), "jsonContent");
  }
  return fields;
}

MediaDownload::MediaDownload(Resources resources, Settings settings, support::CallContext context)
    : resources_(std::move(resources)),
      settings_(std::move(settings)),
      context_(std::move(context)),
      most_items_(is_video(settings_.input_type) ? most_videos_ahead : most_assets_ahead),
      directory_(settings_.directory.empty() ? default_media_directory(settings_.project_id)
                                             : settings_.directory),
      jobs_(resources_.pool, context_.stop_token) {
  context_.stop_token = jobs_.stop_token();
}

void MediaDownload::add(nlohmann::json record) {
  auto item = std::make_shared<Item>();
  item->external_id = support::text_or_empty(record, "externalId");
  item->record = std::move(record);
  items_.push_back(item);
  {
    const std::scoped_lock lock(mutex_);
    unnamed_.push_back(item);
  }
  jobs_.run([this, item = std::move(item)] { look_through(item); });
}

void MediaDownload::look_through(const std::shared_ptr<Item>& item) {
  std::exception_ptr error;
  try {
    context_.check(resources_.clock->now());
    item->wanted = wanted_files(item->record, settings_.input_type, resources_.api->storage, context_);
  } catch (...) {
    error = named_error(item->external_id);
  }
  const std::scoped_lock lock(mutex_);
  item->error = std::move(error);
  item->is_looked_through = true;
  name_files_in_order();
}

/// In the order of the records, so that the same listing gives the same names whatever response comes first.
void MediaDownload::name_files_in_order() {
  while (!unnamed_.empty() && unnamed_.front()->is_looked_through) {
    const auto item = std::move(unnamed_.front());
    unnamed_.pop_front();
    if (!item->error) place_files(item);
    item->done = item->missing_files == 0;
  }
  start_files();
  item_done_.notify_all();
}

void MediaDownload::place_files(const std::shared_ptr<Item>& item) {
  const std::string id = support::text_or_empty(item->record, "id");
  const std::string& identity = id.empty() ? item->external_id : id;
  std::deque<Job> jobs;
  try {
    for (auto& wanted : item->wanted) {
      const std::string which = fmt::format("{}\n{}", identity, wanted.field);
      auto place = directory_.place_for(item->external_id, wanted.tail, which);
      auto& value = item->record[wanted.field];
      (wanted.index ? value[*wanted.index] : value) = place.path.string();
      jobs.push_back({.file = {.known = std::move(wanted.known),
                               .largest = settings_.largest_file,
                               .place = std::move(place),
                               .url = std::move(wanted.url)},
                      .item = item});
    }
  } catch (...) {
    item->error = named_error(item->external_id);
    return;
  }
  item->wanted = {};
  item->missing_files = jobs.size();
  std::move(jobs.begin(), jobs.end(), std::back_inserter(waiting_files_));
}

void MediaDownload::start_files() {
  while (!waiting_files_.empty() && running_files_ < most_files_at_once) {
    ++running_files_;
    jobs_.run([this, job = std::move(waiting_files_.front())] { fetch(job); });
    waiting_files_.pop_front();
  }
}

void MediaDownload::fetch(const Job& job) {
  std::exception_ptr error;
  try {
    context_.check(resources_.clock->now());
    if (!has_failed(*job.item))
      fetch_media_file(job.file, resources_.api->storage, *resources_.ids, context_);
  } catch (...) {
    error = named_error(job.item->external_id);
  }
  const std::scoped_lock lock(mutex_);
  --running_files_;
  Item& item = *job.item;
  if (error && !item.error) item.error = std::move(error);
  --item.missing_files;
  if (item.missing_files == 0) item.done = true;
  start_files();
  item_done_.notify_all();
}

bool MediaDownload::has_failed(const Item& item) {
  const std::scoped_lock lock(mutex_);
  return item.error != nullptr;
}

nlohmann::json MediaDownload::take() {
  const auto item = std::move(items_.front());
  items_.pop_front();
  std::unique_lock lock(mutex_);
  item_done_.wait(lock, [&] { return item->done; });
  lock.unlock();
  if (item->error) std::rethrow_exception(item->error);
  if (settings_.json_content_was_added) remove_added_json_content(item->record);
  return std::move(item->record);
}

void MediaDownload::remove_added_json_content(nlohmann::json& record) {
  const auto found = record.find("jsonContent");
  if (found == record.end()) return;
  if (is_empty_value(*found)) {
    record.erase(found);
    return;
  }
  if (!std::exchange(warned_, true)) {
    resources_.log.warn(
        "some assets have a jsonContent, which is in their records although it is not among fields");
  }
}

}  // namespace kili::use_cases
