#include "http/curl_transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "http/proxy.hpp"
#include "http/url.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::http {
namespace {

constexpr long upload_buffer_bytes = 256L * 1024;  // fewer turns of the event loop for large files
/// The thread that waits gives the engine so much time to say itself that the time is over.
constexpr std::chrono::milliseconds time_of_engine{20};

using std::chrono::steady_clock;

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

}  // namespace

CurlTransfer::CurlTransfer(HttpRequest request, StallGuard& guard)
    : request_(std::move(request)),
      guard_(guard),
      body_(request_, std::exchange(request_.memory_body, std::nullopt), failure_, guard_),
      answer_(request_, std::exchange(request_.opened_response_file, nullptr), failure_, guard_) {
  if (const auto url = Url::parse(request_.url)) origin_ = url->origin();
}

CurlTransfer::~CurlTransfer() { curl_slist_free_all(headers_); }

bool CurlTransfer::set_body_options() {
  const std::uint64_t size = body_.size();
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
  return !body_.is_given() || request_.method == "POST" || request_.method == "PUT";
}

void CurlTransfer::set_options_of_connection(const TlsOptions& tls) {
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);  // a hanging name server must not delay a cancellation
  // Without a body libcurl has nothing to rewind and would repeat the request when the connection died.
  const bool repeatable_by_libcurl = !request_.idempotent && !body_.is_given();
  curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, repeatable_by_libcurl ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // With TLS the handshake tells whether requests can share a connection, which is worth waiting for. Without
  // it only the first answer would, and all requests to a host would wait for it.
  curl_easy_setopt(easy_, CURLOPT_PIPEWAIT, origin_.starts_with("https:") ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy_, CURLOPT_UPLOAD_BUFFERSIZE, upload_buffer_bytes);
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
  if (transfer.answer_.was_given_up()) return 1;
  if (!transfer.is_idle(uploaded)) return 0;
  transfer.failure_.set(
      TransportFailure::timed_out,
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
    failure_.set(TransportFailure::bad_request,
                 broken_header
                     ? std::string("a header contains a line break")
                     : fmt::format("'{}' is not a usable http(s) URL", support::shown_url(request_.url)));
    return false;
  }
  if (!body_.open() || !answer_.open()) return false;
  if (!set_body_options()) {
    failure_.set(TransportFailure::bad_request,
                 fmt::format("method {} is not supported here", request_.method));
    return false;
  }
  set_headers();
  set_options_of_answer();
  set_options_of_connection(tls);
  last_progress_ = steady_clock::now();
  const std::scoped_lock lock(mutex_);
  started_ = last_progress_;
  done_signal_.notify_all();
  return true;
}

void CurlTransfer::set_headers() {
  const auto add = [this](const std::string& line) { headers_ = curl_slist_append(headers_, line.c_str()); };
  for (const auto& [name, value] : request_.headers) add(fmt::format("{}: {}", name, value));
  add("Expect:");  // saves a round trip for every body over 1 MB
  // A stored file is asked for as it is, so that its length and ranges of it mean the same to both sides.
  // Codings are undone by ContentDecoder, since libcurl gives up where a header names something unknown.
  const bool names_encoding = std::any_of(
      request_.headers.begin(), request_.headers.end(),
      [](const auto& header) { return support::equal_ignoring_case(header.first, "Accept-Encoding"); });
  if (!names_encoding) {
    add(request_.response_file ? "Accept-Encoding: identity" : "Accept-Encoding: gzip, deflate");
  }
  curl_easy_setopt(easy_, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
}

void CurlTransfer::set_options_of_answer() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlTransfer::write_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlTransfer::write_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, request_.follow_redirects ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, 128L * 1024);
}

std::size_t CurlTransfer::read_body(char* buffer, std::size_t size, std::size_t count, void* self) {
  return static_cast<CurlTransfer*>(self)->body_.read(buffer, size * count).value_or(CURL_READFUNC_ABORT);
}

int CurlTransfer::seek_body(void* self, curl_off_t offset, int whence) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  // libcurl repeats a request by itself when a kept-alive connection turns out dead after the body was sent.
  // It cannot know whether the work was done; refusing to rewind turns that into an error.
  if (!transfer.request_.idempotent || whence != SEEK_SET || offset < 0) return CURL_SEEKFUNC_FAIL;
  transfer.body_.seek(static_cast<std::uint64_t>(offset));
  return CURL_SEEKFUNC_OK;
}

AnswerReceiver::Facts CurlTransfer::facts() const noexcept {
  long status = 0;
  curl_off_t announced = -1;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
  return {.status = static_cast<int>(status),
          .announced_bytes = announced > 0 ? static_cast<std::uint64_t>(announced) : 0};
}

std::size_t CurlTransfer::write_body(const char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::string_view bytes(data, size * count);
  transfer.guard_.delivered(bytes.size());
  transfer.last_progress_ = steady_clock::now();
  return transfer.answer_.take_body(bytes, transfer.facts()) ? bytes.size() : 0;
}

std::size_t CurlTransfer::write_header(const char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::string_view line(data, size * count);
  transfer.last_progress_ = steady_clock::now();
  return transfer.answer_.take_header(line) ? line.size() : 0;
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
  const auto facts_at_end = facts();
  if (code != CURLE_OK && !answer_.left_unread() && !failure_.is_set()) failure_.set(error_of(code));
  if (facts_at_end.status == 407 && !failure_.is_set()) failure_.set(proxy_wants_password(request_.url));
  answer_.finish(facts_at_end);
  body_.give_up();
  CURL* handle = std::exchange(easy_, nullptr);
  const std::scoped_lock lock(mutex_);
  done_ = true;
  done_signal_.notify_all();
  return handle;
}

void CurlTransfer::abandon() {
  body_.give_up();
  const std::scoped_lock lock(mutex_);
  failure_.set(TransportFailure::could_not_connect, "the client was closed");
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
  answer_.give_up();
  body_.give_up();
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
  failure_.throw_if_set();
  return std::move(answer_.response());
}

}  // namespace kili::http
