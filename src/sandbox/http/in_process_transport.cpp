#include "sandbox/http/in_process_transport.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sandbox/http/bandwidth.hpp"
#include "support/immortal.hpp"
#include "support/text.hpp"

namespace kili::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t piece_size = 64 * 1024;
constexpr std::uint64_t bytes_per_mib = 1024 * 1024;

class MachineClock final : public SandboxClock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point now() const override {
    return std::chrono::steady_clock::now();
  }
  [[nodiscard]] bool sleep_until(std::chrono::steady_clock::time_point until,
                                 const std::stop_token& stop_token) const override {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    static_cast<void>(never.wait_until(lock, stop_token, until, [] { return false; }));
    return !stop_token.stop_requested();
  }
};

[[noreturn]] void fail(TransportFailure failure, std::string message) {
  throw TransportError(failure, std::move(message));
}

/// Path and query of a URL of the endpoint; nothing when it is another server's.
std::optional<std::string> target_of(std::string_view url, std::string_view endpoint) {
  if (!url.starts_with(endpoint)) return std::nullopt;
  url.remove_prefix(endpoint.size());
  if (url.empty()) return "/";
  if (url.front() == '?') return "/" + std::string(url);
  if (url.front() != '/') return std::nullopt;
  return std::string(url.substr(0, url.find('#')));
}

/// A part of a file that is read piece by piece.
class FilePart {
 public:
  FilePart(const std::filesystem::path& path, std::uint64_t offset, std::uint64_t length)
      : file_(path, std::ios::binary), left_(length), path_(path.string()) {
    if (!file_.seekg(static_cast<std::streamoff>(offset))) {
      fail(TransportFailure::file_failed, fmt::format("cannot read '{}'", path_));
    }
  }

  /// The next piece, empty at the end.
  std::string_view next() {
    const auto wanted = static_cast<std::streamsize>(std::min<std::uint64_t>(left_, piece_size));
    buffer_.resize(static_cast<std::size_t>(wanted));
    if (wanted > 0 && !file_.read(buffer_.data(), wanted)) {
      fail(TransportFailure::file_failed, fmt::format("'{}' is shorter than announced", path_));
    }
    left_ -= static_cast<std::uint64_t>(wanted);
    return buffer_;
  }

 private:
  std::string buffer_;
  std::ifstream file_;
  std::uint64_t left_;
  std::string path_;
};

/// Where the body of an answer goes: to memory, or to the response file when the status is 2xx.
class BodySink {
 public:
  BodySink(const kili::HttpRequest& request, int status) : request_(request) {
    if (!request.response_file || status < 200 || status > 299) return;
    const auto& path = *request.response_file;
    std::error_code error;
    position_ = status == 206 ? request.response_offset : 0;
    if (request.opened_response_file) {
      if (request.opened_response_file->resize(position_)) cannot_write();
      opened_ = request.opened_response_file.get();
      return;
    }
    if (std::filesystem::is_symlink(std::filesystem::symlink_status(path, error))) cannot_write();
    if (!std::filesystem::exists(path, error)) std::ofstream(path, std::ios::binary).flush();
    // Cut where the body begins; the file then ends where the body does.
    std::filesystem::resize_file(path, status == 206 ? request.response_offset : 0, error);
    file_.emplace(path, std::ios::binary | std::ios::app);
    if (error || !*file_) cannot_write();
  }

  void write(std::string_view bytes) {
    const auto most = request_.max_response_file_bytes;
    if ((file_ || opened_ != nullptr) && most > 0 && position_ + bytes.size() > most) {
      fail(TransportFailure::response_too_large, fmt::format("the file is longer than {} bytes", most));
    }
    if (opened_ != nullptr) {
      if (opened_->write_at(position_, bytes)) cannot_write();
      position_ += bytes.size();
      return;
    }
    if (file_) {
      position_ += bytes.size();
      if (!file_->write(bytes.data(), std::ssize(bytes)).flush()) cannot_write();
      return;
    }
    if (bytes.size() > request_.max_response_bytes - body_.size()) {
      fail(TransportFailure::response_too_large,
           fmt::format("the answer is larger than {} bytes", request_.max_response_bytes));
    }
    body_ += bytes;
  }
  [[nodiscard]] std::string take_body() { return std::move(body_); }

 private:
  [[noreturn]] void cannot_write() const {
    fail(TransportFailure::file_failed, fmt::format("cannot write '{}'", request_.response_file->string()));
  }

  std::string body_;
  std::optional<std::ofstream> file_;
  kili::ResponseFile* opened_ = nullptr;
  std::uint64_t position_ = 0;
  const kili::HttpRequest& request_;
};

/// One request on its way through the handler.
class Transfer {
 public:
  Transfer(InProcessGate& gate, const kili::HttpRequest& request, const std::stop_token& stop_token)
      : began_(gate.clock().now()),
        gate_(gate),
        on_close_(gate.closed(), Stop{stop_}),
        on_stop_(stop_token, Stop{stop_}),
        request_(request),
        stop_token_(stop_token) {}

  HttpResponse run(std::string target) {
    exchange_ = gate_.handler().start_exchange(received(std::move(target)));
    if (exchange_->keeps_body() && body_size() > max_body) return answer(exchange_->refuse_large_body());
    if (exchange_->keeps_body()) {
      std::string body;
      send_body([&](std::string_view piece) { body += piece; });
      exchange_->set_body(std::move(body));
    }
    const HttpExchange::Start start = exchange_->begin();
    wait(start.delay);
    if (start.cut) cut("before the work was done");
    if (!exchange_->keeps_body()) {
      send_body([&](std::string_view piece) { exchange_->write(piece.data(), piece.size()); });
    }
    return answer(exchange_->finish());
  }

 private:
  struct Stop {
    void operator()() const { source.request_stop(); }
    std::stop_source& source;
  };

  [[nodiscard]] std::uint64_t body_size() const {
    return request_.file_body ? request_.file_body->size : body_in_memory().size();
  }
  [[nodiscard]] std::string_view body_in_memory() const {
    if (!request_.memory_body) return request_.body;
    const auto bytes = request_.memory_body->bytes;
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  /// The request as a server receives it. Answers are never compressed in process.
  [[nodiscard]] HttpRequest received(std::string target) const {
    HttpRequest message;
    message.method = request_.method;
    message.target = std::move(target);
    message.headers.reserve(request_.headers.size() + 1);
    for (const auto& [name, value] : request_.headers) {
      std::string key = support::to_lower(name);
      if (key != "accept-encoding" && key != "content-length")
        message.headers.emplace_back(std::move(key), value);
    }
    message.headers.emplace_back("content-length", std::to_string(body_size()));
    return message;
  }

  template <typename Take>
  void send_body(const Take& take) {
    const auto direction = Bandwidth::Direction::received;
    if (!request_.file_body) return move_text(body_in_memory(), direction, take);
    FilePart file(request_.file_body->path, request_.file_body->offset, request_.file_body->size);
    for (auto piece = file.next(); !piece.empty(); piece = file.next()) move(piece, direction, take);
  }

  template <typename Take>
  void move_text(std::string_view text, Bandwidth::Direction direction, const Take& take) {
    for (std::size_t at = 0; at < text.size(); at += piece_size) {
      move(text.substr(at, piece_size), direction, take);
    }
  }

  /// Hands a piece over and waits for the MiB that it completes.
  template <typename Take>
  void move(std::string_view piece, Bandwidth::Direction direction, const Take& take) {
    check_stop();
    const auto now = gate_.clock().now();
    wait(gate_.handler().bandwidth().pass(line_, direction, piece.size(), now) - now);
    const auto completed = (moved_ % bytes_per_mib + piece.size()) / bytes_per_mib;
    moved_ += piece.size();
    wait(exchange_->delay_per_mib() * static_cast<std::int64_t>(completed));
    take(piece);
  }

  HttpResponse answer(HttpReply reply) {
    if (reply.cut) {
      exchange_->set_outcome({.received = moved_});
      cut("after the work was done");
    }
    if (reply.stream) reply.body = reply.stream->next();
    HttpResponse response;
    response.status = reply.status;
    response.headers = std::move(reply.headers);
    std::uint64_t length = reply.file ? reply.file->length : reply.body.size();
    response.headers.emplace_back("Content-Length", std::to_string(length));
    if (reply.truncate) length /= 2;
    exchange_->set_outcome({.received = moved_, .sent = length, .status = reply.status});
    moved_ = 0;
    if (request_.method != "HEAD" && !request_.headers_only) {
      BodySink sink(request_, reply.status);
      const auto take = [&](std::string_view piece) { sink.write(piece); };
      if (reply.file) {
        FilePart file(reply.file->path, reply.file->offset, length);
        for (auto piece = file.next(); !piece.empty(); piece = file.next()) {
          move(piece, Bandwidth::Direction::sent, take);
        }
      } else {
        move_text(std::string_view(reply.body).substr(0, length), Bandwidth::Direction::sent, take);
      }
      response.body = sink.take_body();
    }
    if (reply.truncate) cut("in the middle of the answer");
    return response;
  }

  void check_stop() const {
    if (stop_token_.stop_requested()) throw Cancelled("the request was cancelled by its stop token");
    if (gate_.closed().stop_requested()) fail(TransportFailure::connection_lost, "the sandbox was stopped");
  }

  void wait(std::chrono::steady_clock::duration delay) {
    if (delay.count() > 0) {
      const auto now = gate_.clock().now();
      auto until = now + delay;
      if (request_.total_timeout.count() > 0) until = std::min(until, began_ + request_.total_timeout);
      if (request_.idle_timeout.count() > 0) until = std::min(until, now + request_.idle_timeout);
      const bool slept = gate_.clock().sleep_until(until, stop_.get_token());
      if (slept && until < now + delay)
        fail(TransportFailure::timed_out, "the sandbox did not answer in time");
    }
    check_stop();
  }

  [[noreturn]] static void cut(std::string_view when) {
    fail(TransportFailure::connection_lost, fmt::format("the sandbox cut the connection {}", when));
  }

  std::chrono::steady_clock::time_point began_;
  std::unique_ptr<HttpExchange> exchange_;
  InProcessGate& gate_;
  ConnectionUse line_;
  std::uint64_t moved_ = 0;
  std::stop_source stop_;  ///< Of both: the caller's token and the end of the sandbox.
  std::stop_callback<Stop> on_close_;
  std::stop_callback<Stop> on_stop_;
  const kili::HttpRequest& request_;
  const std::stop_token& stop_token_;
};

}  // namespace

std::shared_ptr<const SandboxClock> machine_clock() {
  static const auto& clock = support::immortal(std::make_shared<const MachineClock>());
  return clock;
}

bool InProcessGate::enter() {
  const std::scoped_lock lock(mutex_);
  if (stop_.stop_requested()) return false;
  ++passing_;
  return true;
}

void InProcessGate::leave() {
  const std::scoped_lock lock(mutex_);
  --passing_;
  left_.notify_all();
}

void InProcessGate::close() {
  std::unique_lock lock(mutex_);
  stop_.request_stop();
  left_.wait(lock, [this] { return passing_ == 0; });
}

HttpResponse InProcessTransport::send(const kili::HttpRequest& request, std::stop_token stop_token) {
  if (stop_token.stop_requested()) throw Cancelled("the request was cancelled by its stop token");
  auto target = target_of(request.url, gate_->endpoint());
  if (!target) {
    fail(TransportFailure::could_not_connect,
         fmt::format("'{}' is not an address of the sandbox; it answers at {}", request.url,
                     gate_->endpoint()));
  }
  const InProcessGate::Passage passage(*gate_);
  if (!passage) fail(TransportFailure::could_not_connect, "the sandbox was stopped");
  return Transfer(*gate_, request, stop_token).run(std::move(*target));
}

}  // namespace kili::sandbox
