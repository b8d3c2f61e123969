#include "sandbox/store/media_storage.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "support/os/platform.hpp"

namespace kili::sandbox {
namespace {

constexpr std::size_t hole_block = 16 * 1024;

void throw_on_error(const std::error_code& error, const std::filesystem::path& path) {
  if (error) throw std::system_error(error, path.string());
}

/// Compares the block with itself shifted by one byte, which is as fast as reading memory.
bool is_zero(const char* data, std::size_t size) {
  return data[0] == 0 && std::memcmp(data, data + 1, size - 1) == 0;
}

std::string random_hex() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("sandbox: no random bytes for a signature");
  }
  std::string hex;
  for (const unsigned char byte : bytes) hex += fmt::format("{:02x}", byte);
  return hex;
}

bool is_inside(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return false;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    if (segment.empty() || segment == "." || segment == "..") return false;
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return true;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

MediaUpload::MediaUpload(std::filesystem::path temporary, std::filesystem::path target)
    : target_(std::move(target)), temporary_(std::move(temporary)) {
  std::error_code error;
  file_ = support::File::open(temporary_,
                              {.access = support::FileAccess::write,
                               .creation = support::FileCreation::exclusive,
                               .rights = support::FileRights::owner},
                              error);
  throw_on_error(error, temporary_);
}

MediaUpload::~MediaUpload() {
  if (!file_.is_open()) return;
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

void MediaUpload::write(const char* data, std::size_t size) {
  while (size > 0) {
    const std::size_t block = std::min(size, hole_block);
    if (!is_zero(data, block)) throw_on_error(file_.write_at(size_, {data, block}), temporary_);
    size_ += block;
    data += block;
    size -= block;
  }
}

std::int64_t MediaUpload::finish() {
  // A hole at the end is part of the file only when the length says so.
  throw_on_error(file_.resize(size_), temporary_);
  static_cast<void>(file_.close());
  std::filesystem::rename(temporary_, target_);
  return static_cast<std::int64_t>(size_);
}

MediaStorage::MediaStorage(std::filesystem::path directory, Persistence* persistence)
    : directory_(std::move(directory)), persistence_(persistence) {
  std::filesystem::create_directories(directory_);
}

void MediaStorage::restore(std::vector<StoredFile> files) {
  const std::scoped_lock lock{mutex_};
  for (StoredFile& file : files) {
    if (file.signature.empty()) {
      id_of_open_path_.emplace(file.path, file.id);
    } else {
      id_of_signature_.emplace(file.signature, file.id);
    }
    std::string id = file.id;
    files_.emplace(std::move(id), std::move(file));
  }
}

void MediaStorage::clear() {
  const std::scoped_lock lock{mutex_};
  files_.clear();
  id_of_open_path_.clear();
  id_of_signature_.clear();
  for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
    std::error_code ignored;  // of an upload that is under way
    std::filesystem::remove_all(entry.path(), ignored);
  }
}

std::vector<std::string> MediaStorage::sign(const std::vector<std::string>& paths,
                                            const std::vector<std::string>& ids) {
  std::vector<StoredFile> files;
  std::vector<std::string> urls;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!is_inside(paths[i]))
      throw std::invalid_argument(fmt::format("'{}' is not a path in the storage", paths[i]));
    StoredFile file;
    file.id = ids.at(i);
    file.path = paths[i];
    file.signature = random_hex();
    urls.push_back(
        fmt::format("{}?signature={}&id={}", percent_encode_path(file.path), file.signature, file.id));
    files.push_back(std::move(file));
  }
  if (persistence_ != nullptr) persistence_->write_files(files);
  restore(std::move(files));
  return urls;
}

std::optional<StoredFile> MediaStorage::find_signed(std::string_view path, std::string_view signature,
                                                    std::string_view id) const {
  const std::scoped_lock lock{mutex_};
  const auto known = id_of_signature_.find(std::string(signature));
  if (known == id_of_signature_.end() || (!id.empty() && id != known->second)) return std::nullopt;
  const StoredFile& file = files_.at(known->second);
  if (file.path != path) return std::nullopt;
  return file;
}

std::optional<StoredFile> MediaStorage::find(std::string_view id) const {
  const std::scoped_lock lock{mutex_};
  const auto found = files_.find(std::string(id));
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

void MediaStorage::add_open_file(std::string_view path, std::string_view content,
                                 std::string_view content_type) {
  if (!is_inside(path)) throw std::invalid_argument(fmt::format("'{}' is not a path in the storage", path));
  StoredFile file = find_open(path).value_or(StoredFile{});
  if (file.id.empty()) {
    file.id = "open-" + random_hex();
    file.path = path;
    restore({file});
  }
  const auto upload = begin_upload(file);
  if (!content.empty()) upload->write(content.data(), content.size());
  finish_upload(file, *upload, content_type);
}

std::optional<StoredFile> MediaStorage::find_open(std::string_view path) const {
  const std::scoped_lock lock{mutex_};
  const auto found = id_of_open_path_.find(std::string(path));
  if (found == id_of_open_path_.end()) return std::nullopt;
  return files_.at(found->second);
}

bool MediaStorage::has_open_files() const {
  const std::scoped_lock lock{mutex_};
  return !id_of_open_path_.empty();
}

std::optional<StoredFile> MediaStorage::find_url(std::string_view url, std::string_view endpoint) const {
  constexpr std::string_view bucket = "/bucket/";
  if (!url.starts_with(endpoint) || !url.substr(endpoint.size()).starts_with(bucket)) return std::nullopt;
  url.remove_prefix(endpoint.size() + bucket.size());
  const std::size_t mark = url.find('?');
  const auto path = percent_decode(url.substr(0, mark));
  if (!path) return std::nullopt;
  const auto query = mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1);
  const std::string signature = query_parameter(query, "signature");
  if (signature.empty()) return find_open(*path);
  return find_signed(*path, signature, query_parameter(query, "id"));
}

std::string MediaStorage::url_path(std::string_view path, std::string_view id) const {
  const auto file = find(id);
  std::string encoded = percent_encode_path(path);
  if (!file || file->path != path || file->signature.empty()) return encoded;
  return fmt::format("{}?signature={}", encoded, file->signature);
}

std::unique_ptr<MediaUpload> MediaStorage::begin_upload(const StoredFile& file) {
  std::uint64_t number = 0;
  {
    const std::scoped_lock lock{mutex_};
    number = ++uploads_;
  }
  const auto target = file_path(file);
  std::filesystem::create_directories(target.parent_path());
  auto temporary = target;
  temporary += fmt::format(".{}.{}.part", support::process_id(), number);
  return std::make_unique<MediaUpload>(std::move(temporary), target);
}

StoredFile MediaStorage::finish_upload(const StoredFile& file, MediaUpload& upload,
                                       std::string_view content_type) {
  // Rename and record stay together, so that size and content of concurrent uploads cannot mix.
  const std::scoped_lock lock{mutex_};
  StoredFile& record = files_.at(file.id);
  StoredFile changed = record;
  changed.size = upload.finish();
  changed.stored = true;
  changed.content_type = content_type.empty() ? "application/octet-stream" : std::string(content_type);
  ++changed.version;
  if (persistence_ != nullptr) persistence_->write_files({changed});
  record = changed;
  return changed;
}

std::filesystem::path MediaStorage::file_path(const StoredFile& file) const {
  // Ids end in random characters: the last two spread the files over folders.
  return directory_ / file.id.substr(file.id.size() - 2) / file.id;
}

std::string annotation_file_path(std::string_view project_id, std::string_view asset_id,
                                 std::string_view file_id) {
  return fmt::format("projects/{}/assets/{}/annotations/{}", project_id, asset_id, file_id);
}

std::string percent_encode_path(std::string_view path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$'()*,;:@";
  std::string encoded;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::string query_parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return percent_decode(pair.substr(equals + 1)).value_or(std::string());
    }
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return {};
}

}  // namespace kili::sandbox
