#include "use_cases/exports/export_workspace.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "exports/folder_sink.hpp"
#include "kili/errors.hpp"
#include "support/os/directories.hpp"
#include "support/os/file_status.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {

namespace {

namespace fs = std::filesystem;

constexpr const char* lock_name = ".kili-lock";

[[noreturn]] void fail_export(const fs::path& path, const std::error_code& error) {
  throw FileWriteError(fmt::format("the export {} cannot be written: {}", support::shown_path(path.string()),
                                   error.message()));
}

void check_export_written(const fs::path& path, const std::error_code& error) {
  if (error) fail_export(path, error);
}

/// Behind a link, the files of others would be removed, and media would not be found to be in the export.
void check_is_no_link(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_symlink(fs::symlink_status(path, ignored))) return;
  throw FileWriteError(
      fmt::format("{} is a link, where the export needs a folder of its own; remove it, or "
                  "give another filename",
                  support::shown_path(path.string())));
}

}  // namespace

ExportWorkspace::ExportWorkspace(const fs::path& target, ExportContainer container, std::string media,
                                 std::function<void()> check)
    : media_(std::move(media)) {
  std::error_code error;
  target_ = fs::absolute(target, error).lexically_normal();
  if (!target_.has_filename()) target_ = target_.parent_path();
  check_export_written(target, error);
  fs::create_directories(target_.parent_path(), error);
  check_export_written(target, error);
  const fs::path parent = fs::canonical(target_.parent_path(), error);
  check_export_written(target, error);
  target_ = parent / target_.filename();
  if (container == ExportContainer::folder) {
    const fs::path real = fs::canonical(target_, error);  // a folder cannot take the place of a link
    if (!error) target_ = real;
  }
  folder_ = target_;
  folder_ += ".kili-part";
  check_is_no_link(folder_);
  lock();
  try {
    check_is_no_link(media_folder());
    open_sink(container, std::move(check));
  } catch (...) {
    remove_folder();
    throw;
  }
}

void ExportWorkspace::open_sink(ExportContainer container, std::function<void()> check) {
  if (container == ExportContainer::archive) {
    archive_ = std::make_unique<labels::ArchiveSink>(target_, std::move(check));
    sink_ = archive_.get();
  } else {
    remove_all_but_media();
    std::error_code error;
    has_old_media_ = fs::exists(media_folder(), error);
    const auto note_name = [this](const std::string& name) {
      if (has_old_media_ && name.starts_with(media_ + "/")) new_names_.insert(name);
    };
    own_sink_ = std::make_unique<labels::FolderSink>(folder_, note_name, std::move(check));
    sink_ = own_sink_.get();
  }
}

void ExportWorkspace::lock() {
  constexpr int attempts = 100;  // another export may end, and remove the folder, at any moment
  std::error_code error;
  for (int i = 0; i < attempts; ++i) {
    fs::create_directories(folder_, error);
    check_export_written(folder_, error);
    lock_ = support::File::open(
        folder_ / lock_name,
        {.access = support::FileAccess::write, .creation = support::FileCreation::if_missing}, error);
    if (error == std::errc::no_such_file_or_directory) continue;
    check_export_written(folder_, error);
    if (lock_.try_lock()) {
      throw FileWriteError(
          fmt::format("{} is being written by another export; wait for it, or give another "
                      "filename",
                      support::shown_path(target_.string())));
    }
    const auto locked = lock_.status(error);
    check_export_written(folder_, error);
    const auto named = support::link_status(folder_ / lock_name, error);
    if (!error && named.is_same_file(locked)) return;
  }
  check_export_written(folder_, std::make_error_code(std::errc::device_or_resource_busy));
}

ExportWorkspace::~ExportWorkspace() {
  if (!is_committed_ && process_.is_of_this_process()) remove_folder();
}

void ExportWorkspace::remove_folder() const noexcept {
  remove_all_but_media();
  std::error_code ignored;
  fs::remove(folder_ / lock_name, ignored);
  fs::remove(folder_, ignored);  // stays when there are media in it
}

std::string ExportWorkspace::name_of(const fs::path& file) const {
  const fs::path relative = file.lexically_relative(folder_);
  if (relative.empty() || *relative.begin() == "..") return media_ + "/" + file.filename().string();
  return relative.generic_string();
}

std::string ExportWorkspace::add_media(const fs::path& file) {
  std::string name = name_of(file);
  sink_->add_media(name, file);
  return name;
}

void ExportWorkspace::drop_media(const fs::path& file) const {
  std::error_code ignored;
  fs::remove(file, ignored);
}

void ExportWorkspace::remove_stale_media() const {
  if (!has_old_media_) return;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(media_folder(), error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored) && !new_names_.contains(name_of(entry->path())))
      fs::remove(entry->path(), ignored);
  }
}

void ExportWorkspace::remove_all_but_media() const noexcept {
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().filename() == lock_name && lock_.is_open()) continue;
    if (entry->path().filename() != media_) {
      fs::remove_all(entry->path(), ignored);
    } else if (fs::is_empty(entry->path(), ignored)) {
      fs::remove(entry->path(), ignored);
    }
  }
}

void ExportWorkspace::commit() {
  process_.check();
  std::error_code error;
  if (archive_) {
    archive_->commit();
    is_committed_ = true;
    fs::remove_all(media_folder(), error);
    remove_folder();
    return;
  }
  remove_stale_media();
  fs::remove(folder_ / media_, error);  // when it is empty
  fs::rename(folder_, target_, error);
  check_export_written(target_, error);
  is_committed_ = true;
  // Not before: another export would take the folder for its own.
  fs::remove(target_ / lock_name, error);
  static_cast<void>(support::flush_directory(target_.parent_path()));
}

}  // namespace kili::use_cases
