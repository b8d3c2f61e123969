#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "sandbox/http/byte_range.hpp"
#include "sandbox/http/exchange.hpp"
#include "sandbox/store/dates.hpp"

namespace kili::sandbox {
namespace {

/// Uploads to and downloads from signed URLs, stored files by id, and annotations by URL.
class StorageExchange : public Exchange {
 public:
  StorageExchange(ApplicationContext& context, HttpRequest request)
      : Exchange(context, std::move(request), RequestLog::Kind::storage) {}

  Start begin() override {
    const Start start = Exchange::begin();
    if (start.cut || is_replaced() || request_.method != "PUT") return start;
    file_ = find_file();
    if (!file_) return start;
    try {
      upload_ = context_.storage.begin_upload(*file_);
    } catch (const std::exception& error) {
      failure_ = error.what();
    }
    return start;
  }

  void write(const char* data, std::size_t size) override {
    if (!upload_) return;
    try {
      upload_->write(data, size);
    } catch (const std::exception& error) {
      failure_ = error.what();
      upload_.reset();
    }
  }

  [[nodiscard]] std::chrono::milliseconds delay_per_mib() const override {
    return context_.storage_delay_per_mib;
  }

 protected:
  std::vector<std::string> operations() override {
    if (request_.method == "PUT") return {"storage.put", "PUT"};
    std::vector<std::string> names{request_.method == "HEAD" ? "storage.head" : "storage.get"};
    if (path().starts_with(label_response_prefix)) names.emplace_back("LABEL");
    return names;
  }

  HttpReply work() override {
    const bool is_upload = request_.method == "PUT";
    const bool is_bucket = path().starts_with(bucket_prefix);
    if (!(is_upload && is_bucket) && request_.method != "GET" && request_.method != "HEAD") {
      return error_reply(405, "method not allowed");
    }
    if (path().starts_with(label_response_prefix)) return label_response();
    if (path() == files_path && !is_authorized())
      return error_reply(401, "[unauthenticated] the API key is not valid");
    if (is_upload) return end_upload();
    file_ = find_file();
    if (!file_ && is_bucket && !(context_.storage.has_open_files() && signature().empty()))
      return error_reply(403, "the signature is missing or does not belong to this path");
    if (!file_ || !file_->stored) return error_reply(404, "there is no such file");
    return send_file();
  }

 private:
  [[nodiscard]] std::optional<StoredFile> find_file() const {
    if (path() == files_path) return context_.storage.find(query_parameter(query(), "id"));
    if (!path().starts_with(bucket_prefix)) return std::nullopt;
    const auto decoded = percent_decode(path().substr(bucket_prefix.size()));
    if (!decoded) return std::nullopt;
    // Open files are for reading.
    if (signature().empty() && request_.method != "PUT") return context_.storage.find_open(*decoded);
    return context_.storage.find_signed(*decoded, signature(), query_parameter(query(), "id"));
  }

  [[nodiscard]] std::string signature() const { return query_parameter(query(), "signature"); }

  HttpReply end_upload() {
    if (!file_) return error_reply(403, "the signature is missing or does not belong to this path");
    if (!upload_) return error_reply(507, failure_);
    const StoredFile stored =
        context_.storage.finish_upload(*file_, *upload_, request_.header("content-type"));
    HttpReply reply;
    reply.headers.emplace_back("ETag", entity_tag(stored));
    return reply;
  }

  static std::string entity_tag(const StoredFile& file) {
    return fmt::format("\"{}-{}\"", file.id, file.version);
  }

  HttpReply send_file() const {
    const auto size = static_cast<std::uint64_t>(file_->size);
    const std::string tag = entity_tag(*file_);
    const auto stored_at = std::filesystem::last_write_time(context_.storage.file_path(*file_));
    const std::string modified = format_http_date(std::filesystem::file_time_type::clock::to_sys(stored_at));
    const std::string_view condition = request_.header("if-range");
    // A range of another version would be glued to the wrong bytes.
    const bool is_current = condition.empty() || condition == tag || condition == modified;
    const ByteRange range = parse_range(is_current ? request_.header("range") : std::string_view{}, size);
    HttpReply reply;
    reply.headers = {{"Accept-Ranges", "bytes"},
                     {"Content-Type", file_->content_type},
                     {"ETag", tag},
                     {"Last-Modified", modified}};
    if (range.kind == ByteRange::Kind::unsatisfiable) {
      reply.status = 416;
      reply.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
      return reply;
    }
    if (range.kind == ByteRange::Kind::part) {
      reply.status = 206;
      reply.headers.emplace_back(
          "Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size));
    }
    reply.file = FileBody{range.length, range.first, context_.storage.file_path(*file_)};
    return reply;
  }

  HttpReply label_response() const {
    const std::string_view id = path().substr(label_response_prefix.size());
    const auto lock = context_.store.read_lock();
    if (const Asset* const asset = context_.store.find_labeled_asset(id)) {
      const auto& labels = asset->details().labels;
      const auto label =
          std::find_if(labels.begin(), labels.end(), [&](const Label& each) { return each.id == id; });
      if (label != labels.end()) return json_reply(200, label->json_response);
    }
    return error_reply(404, "there is no such label");
  }

  std::string failure_;
  std::optional<StoredFile> file_;
  std::unique_ptr<MediaUpload> upload_;
};

}  // namespace

std::unique_ptr<Exchange> make_storage_exchange(ApplicationContext& context, HttpRequest request) {
  return std::make_unique<StorageExchange>(context, std::move(request));
}

}  // namespace kili::sandbox
