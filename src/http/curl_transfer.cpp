#include "http/curl_transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "http/file_version.hpp"
#include "http/proxy.hpp"
#include "http/url.hpp"
#include "support/http_status.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::http {
namespace {

constexpr long upload_buffer_bytes = 256L * 1024;  // fewer turns of the event loop for large files
/// Reading so much of an unwanted body is cheaper than a new connection.
constexpr std::size_t most_unwanted_bytes = 64UL * 1024;
/// Of one request: lines of headers and trailers, in bytes, and answers before the last one.
constexpr std::size_t most_header_bytes = 1024UL * 1024;
constexpr unsigned most_answers = 100;
/// The thread that waits gives the engine so much time to say itself that the time is over.
constexpr std::chrono::milliseconds time_of_engine{20};

using std::chrono::steady_clock;

/// While a callback waits for a disk.
class Outside {
 public:
  explicit Outside(StallGuard& guard) : guard_(guard) { guard_.set_outside(true); }
  ~Outside() { guard_.set_outside(false); }
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;

 private:
  StallGuard& guard_;
};

bool has_line_break(std::string_view text) noexcept {
  return text.find_first_of("\r\n") != std::string_view::npos;
}

/// What to do about a certificate that is refused.
std::string_view remedy_of_certificate(std::string_view reason) noexcept {
  const bool is_about_time = reason.find("expired") != std::string_view::npos ||
                             reason.find("not yet valid") != std::string_view::npos;
  return is_about_time ? "; check the clock of this machine, the certificate may be in order"
                       : "; give the CA bundle of the service as ClientOptions::verify or KILI_VERIFY";
}

/// First byte of a header "Content-Range: bytes 5-9/10".
std::optional<std::uint64_t> first_byte_of(std::string_view content_range) noexcept {
  constexpr std::string_view unit = "bytes ";
  if (!content_range.starts_with(unit)) return std::nullopt;
  content_range.remove_prefix(unit.size());
  std::uint64_t first = 0;
  const char* const end = content_range.data() + content_range.size();
  const auto [stopped, error] = std::from_chars(content_range.data(), end, first);
  if (error != std::errc{} || stopped == end || *stopped != '-') return std::nullopt;
  return first;
}

}  // namespace

CurlTransfer::CurlTransfer(HttpRequest request, StallGuard& guard)
    : request_(std::move(request)), guard_(guard) {
  if (const auto url = Url::parse(request_.url)) origin_ = url->origin();
}

CurlTransfer::~CurlTransfer() { curl_slist_free_all(headers_); }

void CurlTransfer::fail(TransportFailure failure, std::string message) {
  if (!failure_) failure_.emplace(failure, std::move(message));
}

void CurlTransfer::fail_to_write(const std::error_code& error) {
  fail(TransportFailure::file_failed,
       fmt::format("cannot write '{}': {}", support::shown_text(request_.response_file->string(), 300),
                   error.message()));
}

bool CurlTransfer::open_files() {
  const std::scoped_lock lock(files_mutex_);
  if (left_) return false;
  std::error_code error;
  if (request_.file_body) {
    body_file_ = support::File::open(request_.file_body->path, {}, error);
    if (error) {
      fail(TransportFailure::file_failed,
           fmt::format("cannot read '{}': {}", support::shown_text(request_.file_body->path.string(), 300),
                       error.message()));
      return false;
    }
  }
  if (request_.response_file && !request_.opened_response_file) {
    response_file_ = support::File::open(*request_.response_file,
                                         {.access = support::FileAccess::write,
                                          .creation = support::FileCreation::if_missing,
                                          .follow_links = false},
                                         error);
    if (error) {
      fail_to_write(error);
      return false;
    }
  }
  return true;
}

bool CurlTransfer::set_body_options() {
  const std::uint64_t size = request_.file_body ? request_.file_body->size : request_.body.size();
  const bool has_body = request_.file_body || !request_.body.empty();
  curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &CurlTransfer::read_body);
  curl_easy_setopt(easy_, CURLOPT_READDATA, this);
  curl_easy_setopt(easy_, CURLOPT_SEEKFUNCTION, &CurlTransfer::seek_body);
  curl_easy_setopt(easy_, CURLOPT_SEEKDATA, this);
  if (request_.method == "POST") {
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
  } else if (request_.method == "PUT") {
    curl_easy_setopt(easy_, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy_, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
  } else if (request_.method == "HEAD") {
    curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
  } else if (request_.method == "GET") {
    curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);
  } else {
    return false;
  }
  return !has_body || request_.method == "POST" || request_.method == "PUT";
}

void CurlTransfer::set_options_of_connection(const TlsOptions& tls) {
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.total_timeout.count()));
  if (request_.idle_timeout.count() > 0) {
    const auto seconds = std::max<std::int64_t>(1, request_.idle_timeout.count() / 1000);
    constexpr std::uint64_t highest_floor = 1UL << 30U;
    curl_easy_setopt(
        easy_, CURLOPT_LOW_SPEED_LIMIT,
        static_cast<long>(std::clamp<std::uint64_t>(request_.min_bytes_per_second, 1, highest_floor)));
    curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_TIME, static_cast<long>(seconds));
  }
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
  if (!tls.ca_bundle.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, tls.ca_bundle.c_str());
  curl_easy_setopt(easy_, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy_, CURLOPT_XFERINFOFUNCTION, &CurlTransfer::watch_progress);
  curl_easy_setopt(easy_, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::open_socket);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, &guard_);
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &CurlTransfer::close_socket);
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, &guard_);
}

curl_socket_t CurlTransfer::open_socket(void* guard, curlsocktype /*purpose*/, curl_sockaddr* address) {
  const int opened =
      static_cast<StallGuard*>(guard)->open(address->family, address->socktype, address->protocol);
  return opened < 0 ? CURL_SOCKET_BAD : opened;
}

int CurlTransfer::close_socket(void* guard, curl_socket_t socket) {
  static_cast<StallGuard*>(guard)->close(socket);
  return 0;
}

/// Bytes that move are no progress: a peer can send frames, extensions of chunks or records without content
/// for ever. What counts is what arrives here, and what of the request is taken.
bool CurlTransfer::is_idle(curl_off_t uploaded) {
  const auto now = steady_clock::now();
  long request_bytes = 0;
  curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &request_bytes);
  if (request_bytes == 0 || uploaded != uploaded_) last_progress_ = now;
  uploaded_ = uploaded;
  // libcurl itself sees silence, by seconds.
  const auto limit =
      std::max(request_.idle_timeout, std::chrono::milliseconds(1000)) + std::chrono::seconds(1);
  return request_.idle_timeout.count() > 0 && now - last_progress_ > limit;
}

int CurlTransfer::watch_progress(void* self, curl_off_t /*to_download*/, curl_off_t /*downloaded*/,
                                 curl_off_t /*to_upload*/, curl_off_t uploaded) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  if (transfer.left_) return 1;
  if (!transfer.is_idle(uploaded)) return 0;
  transfer.fail(TransportFailure::timed_out,
                fmt::format("the connection moved bytes for {} ms, and nothing of an answer was among them",
                            transfer.request_.idle_timeout.count()));
  return 1;
}

bool CurlTransfer::prepare(CURL* easy, const TlsOptions& tls) {
  easy_ = easy;
  const bool broken_header =
      std::any_of(request_.headers.begin(), request_.headers.end(), [](const auto& header) {
        return header.first.empty() || has_line_break(header.first) || has_line_break(header.second);
      });
  if (origin_.empty() || broken_header) {
    fail(TransportFailure::bad_request,
         broken_header ? std::string("a header contains a line break")
                       : fmt::format("'{}' is not a usable http(s) URL", support::shown_url(request_.url)));
    return false;
  }
  if (!open_files()) return false;
  if (!set_body_options()) {
    fail(TransportFailure::bad_request, fmt::format("method {} is not supported here", request_.method));
    return false;
  }
  for (const auto& [name, value] : request_.headers) {
    headers_ = curl_slist_append(headers_, fmt::format("{}: {}", name, value).c_str());
  }
  // Without a body libcurl has nothing to rewind and would repeat the request when the connection died.
  const bool repeatable_by_libcurl = !request_.idempotent && request_.body.empty() && !request_.file_body;
  curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, repeatable_by_libcurl ? 1L : 0L);
  headers_ = curl_slist_append(headers_, "Expect:");  // saves a round trip for every body over 1 MB
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlTransfer::write_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlTransfer::write_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);  // a hanging name server must not delay a cancellation
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, request_.follow_redirects ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // With TLS the handshake tells whether requests can share a connection, which is worth waiting for. Without
  // it only the first answer would, and all requests to a host would wait for it.
  curl_easy_setopt(easy_, CURLOPT_PIPEWAIT, origin_.starts_with("https:") ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, 128L * 1024);
  curl_easy_setopt(easy_, CURLOPT_UPLOAD_BUFFERSIZE, upload_buffer_bytes);
  // A stored file is asked for as it is, so that its length and ranges of it mean the same to both sides.
  // Codings are undone by ContentDecoder, since libcurl gives up where a header names something unknown.
  const bool names_encoding = std::any_of(
      request_.headers.begin(), request_.headers.end(),
      [](const auto& header) { return support::equal_ignoring_case(header.first, "Accept-Encoding"); });
  if (!names_encoding) {
    headers_ = curl_slist_append(
        headers_, request_.response_file ? "Accept-Encoding: identity" : "Accept-Encoding: gzip, deflate");
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  }
  curl_easy_setopt(easy_, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set_options_of_connection(tls);
  last_progress_ = steady_clock::now();
  const std::scoped_lock lock(mutex_);
  started_ = last_progress_;
  done_signal_.notify_all();
  return true;
}

std::size_t CurlTransfer::read_body(char* buffer, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  if (!transfer.request_.file_body) {
    const std::size_t left = transfer.request_.body.size() - transfer.body_position_;
    const std::size_t taken = std::min(left, size * count);
    std::memcpy(buffer, transfer.request_.body.data() + transfer.body_position_, taken);
    transfer.body_position_ += taken;
    return taken;
  }
  return transfer.read_from_file(buffer, size * count);
}

std::size_t CurlTransfer::read_from_file(char* buffer, std::size_t size) {
  const Outside outside(guard_);
  const std::scoped_lock lock(files_mutex_);
  if (left_) return CURL_READFUNC_ABORT;
  const HttpFileBody& file = *request_.file_body;
  const auto wanted = std::min<std::uint64_t>(file.size - body_position_, size);
  if (wanted == 0) return 0;
  std::error_code error;
  const std::size_t got = body_file_.read_at(file.offset + body_position_, buffer, wanted, error);
  if (got == 0) {
    fail(TransportFailure::file_failed,
         error ? fmt::format("cannot read '{}': {}", support::shown_text(file.path.string(), 300),
                             error.message())
               : fmt::format("'{}' became shorter while it was uploaded",
                             support::shown_text(file.path.string(), 300)));
    return CURL_READFUNC_ABORT;
  }
  body_position_ += got;
  return got;
}

int CurlTransfer::seek_body(void* self, curl_off_t offset, int whence) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  // libcurl repeats a request by itself when a kept-alive connection turns out dead after the body was sent.
  // It cannot know whether the work was done; refusing to rewind turns that into an error.
  if (!transfer.request_.idempotent || whence != SEEK_SET || offset < 0) return CURL_SEEKFUNC_FAIL;
  transfer.body_position_ = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

int CurlTransfer::status() const noexcept {
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

/// Sets the position at which the body belongs in the file, and cuts off what stands behind it.
bool CurlTransfer::begin_response_file() {
  if (response_file_begun_) return true;
  response_file_begun_ = true;
  response_.status = status();
  if (is_part_of_other_version(response_, request_)) {
    left_unread_ = true;  // the file stays as it is
    return false;
  }
  response_position_ = response_.status == 206 ? request_.response_offset : 0;
  if (response_.status == 206 && first_byte_of(response_.header("content-range")) != response_position_) {
    fail(TransportFailure::unreadable_response,
         fmt::format("the answer brings another part of the file ('{}') than was asked for, byte {} onwards",
                     support::shown_text(response_.header("content-range"), 100), response_position_));
    return false;
  }
  const bool is_as_stored = !decoder_ || decoder_->is_identity();
  if (is_as_stored && is_too_large_for_file(announced_bytes())) return false;
  const auto error = resize_response_file(response_position_);
  if (error) fail_to_write(error);
  return !error;
}

std::error_code CurlTransfer::resize_response_file(std::uint64_t size) {
  return request_.opened_response_file ? request_.opened_response_file->resize(size)
                                       : response_file_.resize(size);
}

bool CurlTransfer::has_response_file() const noexcept {
  return response_file_.is_open() || request_.opened_response_file;
}

/// Bytes of the body, as far as they are known.
std::uint64_t CurlTransfer::announced_bytes() const {
  curl_off_t announced = -1;
  curl_easy_getinfo(easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
  return announced > 0 ? static_cast<std::uint64_t>(announced) : 0;
}

/// Whether so many more bytes are more than the response file may get, which ends the transfer.
bool CurlTransfer::is_too_large_for_file(std::uint64_t more) {
  const auto most = request_.max_response_file_bytes;
  if (most == 0 || (response_position_ <= most && more <= most - response_position_)) return false;
  fail(TransportFailure::response_too_large,
       fmt::format(
           "the file is longer than the {} bytes that were announced or are allowed; ask for it again, "
           "or allow more",
           most));
  return true;
}

bool CurlTransfer::write_to_file(const char* data, std::size_t size) {
  if (!begin_response_file()) return false;
  if (is_too_large_for_file(size)) return false;
  const auto error = request_.opened_response_file
                         ? request_.opened_response_file->write_at(response_position_, {data, size})
                         : response_file_.write_at(response_position_, {data, size});
  if (error) fail_to_write(error);
  response_position_ += size;
  return !error;
}

std::size_t CurlTransfer::accept_bytes(const char* data, std::size_t size) {
  if (request_.headers_only) {
    unwanted_bytes_ += size;
    left_unread_ = unwanted_bytes_ > most_unwanted_bytes;
    return left_unread_ ? 0 : size;
  }
  return decode({data, size}) ? size : 0;
}

bool CurlTransfer::decode(std::string_view bytes) {
  if (!decoder_) decoder_.emplace(response_.header("content-encoding"));
  if (!decoder_->unsupported().empty()) {
    if (!support::is_success(status())) return true;  // the status says enough
    fail(TransportFailure::unreadable_response,
         fmt::format(
             "the answer has the content coding '{}', which this client did not ask for and cannot undo; "
             "let the server send it as it is, or with gzip",
             support::shown_text(decoder_->unsupported(), 100)));
    return false;
  }
  const auto result = decoder_->write(bytes, [this](std::string_view decoded) { return keep(decoded); });
  if (result == ContentDecoder::Result::broken) {
    fail(TransportFailure::unreadable_response,
         fmt::format("the body of the answer is not of its content coding '{}'",
                     support::shown_text(response_.header("content-encoding"), 100)));
  }
  return result == ContentDecoder::Result::good;
}

bool CurlTransfer::keep(std::string_view bytes) {
  if (left_) return false;
  if (request_.response_file && support::is_success(status())) {
    const Outside outside(guard_);
    const std::scoped_lock lock(files_mutex_);
    return !left_ && write_to_file(bytes.data(), bytes.size());
  }
  const std::size_t expected = std::max<std::size_t>(announced_bytes(), response_.body.size() + bytes.size());
  if (expected > request_.max_response_bytes) {
    fail(TransportFailure::response_too_large,
         fmt::format("the answer is larger than {} bytes; ask for fewer fields or smaller pages, or raise "
                     "ClientOptions::max_response_bytes",
                     request_.max_response_bytes));
    std::string().swap(response_.body);  // not when the transfer is destroyed, which others may still hold
    return false;
  }
  // A large body grows in one block, which is larger than those that allocators keep for others. What is not
  // written takes no memory.
  constexpr std::size_t large = std::size_t{4} << 20U;
  if (expected > large && response_.body.capacity() < expected) {
    response_.body.reserve(std::max(16 * large, 2 * expected));
  }
  response_.body.append(bytes);
  return true;
}

std::size_t CurlTransfer::write_body(const char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.guard_.delivered(size * count);
  transfer.last_progress_ = steady_clock::now();
  return transfer.left_ ? 0 : transfer.accept_bytes(data, size * count);
}

std::size_t CurlTransfer::write_header(const char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::string_view line(data, size * count);
  return transfer.accept_header(line) ? line.size() : 0;
}

bool CurlTransfer::accept_header(std::string_view line) {
  last_progress_ = steady_clock::now();
  header_bytes_ += line.size();
  if (line.starts_with("HTTP/")) {  // a new answer: after a redirect or a 1xx
    ++answers_;
    response_.headers.clear();
    response_.body.clear();
    decoder_.reset();
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    constexpr std::size_t most_headers = 1000;
    if (response_.headers.size() < most_headers) {
      response_.headers.emplace_back(support::to_lower(line.substr(0, colon)),
                                     support::trim(line.substr(colon + 1)));
    }
  }
  if (header_bytes_ > most_header_bytes || answers_ > most_answers) {
    fail(
        TransportFailure::unreadable_response,
        fmt::format("more than {} bytes of headers, or {} answers to one request; is this the address of the "
                    "service?",
                    most_header_bytes, most_answers));
  }
  return !left_ && header_bytes_ <= most_header_bytes && answers_ <= most_answers;
}

TransportError CurlTransfer::error_of(CURLcode code) const {
  curl_off_t sent = 0;
  long request_bytes = 0;
  curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &sent);
  curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &request_bytes);
  const bool nothing_sent = sent == 0 && request_bytes == 0;
  const std::string reason = error_text_.front() != '\0' ? error_text_.data() : curl_easy_strerror(code);
  if (auto at_proxy = proxy_error(easy_, code, reason, request_.url)) return *std::move(at_proxy);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return {TransportFailure::could_not_connect, reason + "; check the address and the network"};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
      return {TransportFailure::tls_failed, reason + std::string(remedy_of_certificate(reason))};
    case CURLE_OPERATION_TIMEDOUT:
      return {nothing_sent ? TransportFailure::could_not_connect : TransportFailure::timed_out, reason};
    case CURLE_SEND_FAIL_REWIND:
      return {TransportFailure::connection_lost, "the connection was closed before the answer came"};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {TransportFailure::bad_request, reason};
    default:
      return {nothing_sent ? TransportFailure::could_not_connect : TransportFailure::connection_lost, reason};
  }
}

CURL* CurlTransfer::finish(CURLcode code) {
  if (code != CURLE_OK && !failure_ && !left_unread_) failure_ = error_of(code);
  if (decoder_ && !decoder_->is_whole() && !left_unread_) {
    fail(TransportFailure::connection_lost, "the compressed answer broke off");
  }
  response_.status = status();
  if (response_.status == 407 && !failure_) failure_ = proxy_wants_password(request_.url);
  finish_files();
  CURL* handle = std::exchange(easy_, nullptr);
  const std::scoped_lock lock(mutex_);
  done_ = true;
  done_signal_.notify_all();
  return handle;
}

void CurlTransfer::finish_files() {
  const std::scoped_lock lock(files_mutex_);
  // An empty body never came to the write function.
  if (has_response_file() && !failure_ && support::is_success(response_.status))
    static_cast<void>(begin_response_file());
  if (const auto error = response_file_.close()) fail_to_write(error);
  request_.opened_response_file.reset();
  static_cast<void>(body_file_.close());  // nothing was written to it
}

void CurlTransfer::abandon() {
  const std::scoped_lock lock(mutex_);
  fail(TransportFailure::could_not_connect, "the client was closed");
  done_ = true;
  done_signal_.notify_all();
}

std::optional<CurlTransfer::Time> CurlTransfer::longest_wait() const {
  std::optional<Time> until;
  if (request_.send_timeout.count() > 0) until = submitted_ + request_.send_timeout;
  if (started_ && request_.total_timeout.count() > 0) {
    const Time end = *started_ + request_.total_timeout;
    until = until ? std::min(*until, end) : end;
  }
  return until ? std::optional(*until + time_of_engine) : std::nullopt;
}

bool CurlTransfer::wait(const std::stop_token& stop_token) {
  std::unique_lock lock(mutex_);
  while (!done_ && !stop_token.stop_requested()) {
    const auto until = longest_wait();
    const bool has_started = started_.has_value();
    const auto changed = [&] { return done_ || started_.has_value() != has_started; };
    if (!until) {
      done_signal_.wait(lock, stop_token, changed);
    } else if (!done_signal_.wait_until(lock, stop_token, *until, changed)) {
      break;
    }
  }
  return done_;
}

void CurlTransfer::leave(const std::stop_token& stop_token) {
  {
    const std::scoped_lock lock(files_mutex_);
    left_ = true;
    request_.opened_response_file.reset();
    static_cast<void>(response_file_.close());
    static_cast<void>(body_file_.close());
  }
  if (stop_token.stop_requested()) throw Cancelled("the request was cancelled by its stop token");
  const std::scoped_lock lock(mutex_);
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - submitted_);
  if (!started_) {
    throw TransportError(
        TransportFailure::could_not_connect,
        fmt::format("the request was not begun within {} ms, since others were under way; raise "
                    "ClientOptions::max_requests_in_flight",
                    waited.count()));
  }
  throw TransportError(TransportFailure::timed_out, fmt::format("no answer within {} ms", waited.count()));
}

HttpResponse CurlTransfer::result() {
  const std::scoped_lock lock(mutex_);
  if (failure_) throw TransportError(*failure_);
  return std::move(response_);
}

}  // namespace kili::http
