#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kili::sandbox {

class Bandwidth;

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  /// Value of a header by its lower-case name, empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }

  HttpHeaders headers;  ///< Names in lower case.
  std::string method;
  std::string target;
};

struct FileBody {
  std::uint64_t length = 0;
  std::uint64_t offset = 0;
  std::filesystem::path path;
};

/// A body without an end, of which more comes from time to time.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  /// What has come since the last call; empty: nothing has.
  [[nodiscard]] virtual std::string next() = 0;
  /// `wake` is called from any thread when there is more. It must not call a function of the stream.
  virtual void on_news(std::function<void()> wake) = 0;
};

struct HttpReply {
  std::string body;
  bool cut = false;              ///< No answer: the connection is cut.
  std::optional<FileBody> file;  ///< Sent instead of `body`.
  HttpHeaders headers;
  int status = 200;
  std::shared_ptr<HttpStream> stream;  ///< Sent instead of `body` until the client goes; in process: once.
  bool truncate = false;               ///< Half of the body is sent, then the connection is cut.
};

/// What became of a request, as far as it is known when the answer begins.
struct HttpOutcome {
  std::uint64_t received = 0;  ///< Bytes of its body.
  std::uint64_t sent = 0;      ///< Bytes of the body of the answer.
  int status = 0;              ///< 0: none, the connection is cut.
};

/// One request on its way through the service, driven by a session in this order: `set_body` (when
/// `keeps_body`), `begin`, the delay, `write` (otherwise), `finish`. Used by one thread at a time.
class HttpExchange {
 public:
  struct Start {
    bool cut = false;
    std::chrono::milliseconds delay{};
  };

  virtual ~HttpExchange() = default;
  /// Whether the body is wanted as a whole, at most `max_body` bytes.
  [[nodiscard]] virtual bool keeps_body() const = 0;
  virtual void set_body(std::string body) = 0;
  [[nodiscard]] virtual Start begin() = 0;
  virtual void write(const char* data, std::size_t size) = 0;
  [[nodiscard]] virtual std::chrono::milliseconds delay_per_mib() const = 0;
  [[nodiscard]] virtual HttpReply finish() = 0;
  /// The answer to a body that is larger than `max_body`.
  [[nodiscard]] virtual HttpReply refuse_large_body() = 0;
  virtual void set_outcome(const HttpOutcome& outcome) = 0;
};

inline constexpr std::size_t max_body = 64 * 1024 * 1024;

/// What answers requests. Outlives the sessions; called from several threads.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  /// The speed of all connections.
  [[nodiscard]] virtual Bandwidth& bandwidth() = 0;
  [[nodiscard]] virtual std::unique_ptr<HttpExchange> start_exchange(HttpRequest request) = 0;
  virtual void connection_opened() = 0;
  virtual void connection_closed() = 0;
};

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace kili::sandbox
