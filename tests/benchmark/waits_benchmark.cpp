// How long a call takes to return once its stop token is triggered or its deadline has passed, in each kind
// of wait: prints median and maximum, asserts nothing. Argument: how often each is measured.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "http2_server.hpp"
#include "kili/kili.hpp"
#include "loopback_listener.hpp"
#include "raw_server.hpp"

namespace {

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

/// How long a call has been waiting when it is to end.
constexpr auto time_of_waits = 150ms;
/// A large answer has come by then, and is being parsed.
constexpr auto time_of_parsing = 1500ms;

/// Accepts nobody: its queue is full, so that a further connection is not answered.
class FullListener {
 public:
  FullListener() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(listener_.port()));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT: the sockets API asks for it
    for (int& filler : fillers_) {
      filler = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      static_cast<void>(connect(filler, generic, sizeof address));
    }
  }
  ~FullListener() {
    for (const int filler : fillers_) close(filler);
  }
  FullListener(const FullListener&) = delete;
  FullListener& operator=(const FullListener&) = delete;
  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}/", listener_.port()); }

 private:
  LoopbackListener listener_{0};
  std::array<int, 4> fillers_{};
};

using Call = std::function<void(const Client& client, const CallOptions& options)>;

/// Milliseconds from the end that was asked for to the return of the call.
double measure(const Client& client, const Call& call, bool by_deadline,
               std::chrono::milliseconds time_before_end) {
  CallOptions options;
  std::stop_source stop;
  const auto begun = steady_clock::now();
  auto end = begun + time_before_end;
  if (by_deadline) {
    options.deadline = time_before_end;
  } else {
    options.stop_token = stop.get_token();
  }
  std::jthread stopper;
  if (!by_deadline) {
    stopper = std::jthread([&] {
      std::this_thread::sleep_until(begun + time_before_end);
      end = steady_clock::now();
      stop.request_stop();
    });
  }
  try {
    call(client, options);
    fmt::print("  (the call ended by itself)\n");
  } catch (const Error& error) {
    if (error.code() != ErrorCode::cancelled && error.code() != ErrorCode::deadline_exceeded)
      fmt::print("  ({})\n", error.what());
  }
  const auto returned = steady_clock::now();
  if (stopper.joinable()) stopper.join();
  return std::chrono::duration<double, std::milli>(returned - end).count();
}

std::string shown(std::vector<double> figures) {
  std::sort(figures.begin(), figures.end());
  return fmt::format("{:.1f} | {:.1f}", std::max(0.0, figures[figures.size() / 2]),
                     std::max(0.0, figures.back()));
}

class Waits {
 public:
  explicit Waits(int runs) : runs_(runs) {
    fmt::print(
        "| wait | stop: median ms | maximum ms | deadline: median ms | maximum ms |\n"
        "| --- | ---: | ---: | ---: | ---: |\n");
  }
  void measure_wait(const char* name, const std::string& endpoint,
                    const std::function<void(ClientOptions&)>& change = {}, const Call& call = count,
                    std::chrono::milliseconds time_before_end = time_of_waits) const {
    std::vector<double> stop;
    std::vector<double> deadline;
    for (int i = 0; i < 2 * runs_; ++i) {
      ClientOptions options;
      options.api_endpoint = endpoint;
      options.api_key = "key";
      options.calls_per_minute = 0;
      options.skip_checks = true;
      options.verify = std::filesystem::path(Http2Server::ca_bundle());
      if (change) change(options);
      const Client client(options);
      (i % 2 == 0 ? stop : deadline).push_back(measure(client, call, i % 2 != 0, time_before_end));
    }
    fmt::print("| {} | {} | {} |\n", name, shown(stop), shown(deadline));
  }
  static void count(const Client& client, const CallOptions& options) {
    static_cast<void>(client.count_assets("p", {}, options));
  }
  static void list(const Client& client, const CallOptions& options) {
    static_cast<void>(client.assets("p", {}, {.fields = {"id", "jsonMetadata"}}, options).to_vector());
  }

 private:
  int runs_;
};

RawServer::Handler silent_after(std::string beginning) {
  return [beginning = std::move(beginning)](RawConnection& connection) {
    if (connection.read_request().empty()) return;
    connection.write(beginning);
    connection.wait_for_close();
  };
}

RawServer::Handler always(std::string reply) {
  return [reply = std::move(reply)](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(reply);
  };
}

Http2Server::Handler flood_of(std::string frame) {
  return [frame = std::move(frame)](Http2Connection& connection) {
    if (connection.read_request() == 0) return;
    std::string many;
    while (many.size() + frame.size() < 16'000) many += frame;
    while (connection.write(many)) {
    }
  };
}

std::string large_answer(std::size_t bytes) {
  std::string body = R"({"data":{"data":[{"id":"a","jsonMetadata":[0)";
  while (body.size() < bytes) body += ",[]";
  return body + "]}]}}";
}

}  // namespace

int main(int count, char** arguments) {
  const Waits waits(count > 1 ? std::atoi(arguments[1]) : 20);
  {
    const FullListener listener;
    waits.measure_wait("connect", listener.url());
  }
  {
    const RawServer server([](RawConnection& connection) { connection.wait_for_close(); });
    waits.measure_wait("TLS handshake", "https" + server.url().substr(4));
  }
  {
    const RawServer server(silent_after(""));
    waits.measure_wait("headers of an answer", server.url());
  }
  {
    const RawServer server(silent_after("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"));
    waits.measure_wait("body of an answer", server.url());
  }
  {
    const RawServer server(always(http_answer(503, "down")));
    waits.measure_wait("back-off before a retry", server.url());
  }
  {
    const RawServer server(always(http_answer(429, "", "Retry-After: 30\r\n")));
    waits.measure_wait("pause that the service asks for", server.url());
  }
  {
    const RawServer server(always(http_answer(200, R"({"data":{"data":1}})")));
    // The limit is one of the process: the first call uses it up.
    waits.measure_wait(
        "rate limit", server.url(), [](ClientOptions& options) { options.calls_per_minute = 1; },
        [](const Client& client, const CallOptions& options) {
          for (;;) Waits::count(client, options);
        });
  }
  {
    const Http2Server server(flood_of(h2::frame(h2::settings, 0, 0)));
    waits.measure_wait("flood of SETTINGS", server.url());
  }
  {
    const Http2Server server(flood_of(h2::frame(h2::ping, 0, 0, "01234567")));
    waits.measure_wait("flood of PING", server.url());
  }
  {
    const Http2Server server(flood_of(h2::frame(h2::window_update, 0, 0, std::string("\0\0\0\1", 4))));
    waits.measure_wait("flood of WINDOW_UPDATE", server.url());
  }
  {
    const Http2Server server(flood_of(h2::frame(0xEE, 0, 0, std::string(1000, 'x'))));
    waits.measure_wait("flood of unknown frames", server.url());
  }
  {
    const Http2Server server([](Http2Connection& connection) {
      if (connection.read_request() == 0) return;
      while (connection.update_keys()) {
      }
    });
    waits.measure_wait("flood of TLS key updates", server.url());
  }
  {
    const RawServer server([](RawConnection& connection) {
      if (connection.read_request().empty()) return;
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=");
      while (connection.write(std::string(65536, 'x'))) {
      }
    });
    waits.measure_wait("flood of chunk extensions", server.url());
  }
  {
    const std::string large = http_answer(200, large_answer(60U << 20U));
    const RawServer server([&large](RawConnection& connection) {
      while (!connection.read_request().empty()) connection.write(large);
    });
    waits.measure_wait("parsing of 60 MiB", server.url(), {}, Waits::list, time_of_parsing);
  }
}
