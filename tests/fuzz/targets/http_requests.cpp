#include "sandbox/http/http_session.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "sandbox/http/bandwidth.hpp"
#include "sandbox/http/byte_range.hpp"

namespace kili::fuzz {
namespace {

using sandbox::HttpReply;
using sandbox::HttpRequest;

/// A request as the session understood it.
struct SeenRequest {
  std::string body;
  bool is_finished = false;
  HttpRequest request;

  [[nodiscard]] friend bool operator==(const SeenRequest& left, const SeenRequest& right) {
    return left.body == right.body && left.is_finished == right.is_finished &&
           left.request.method == right.request.method && left.request.target == right.request.target &&
           left.request.headers == right.request.headers;
  }
};

/// Answers everything, and notes what was asked.
class NotingExchange final : public sandbox::HttpExchange {
 public:
  explicit NotingExchange(std::shared_ptr<SeenRequest> seen) : seen_(std::move(seen)) {}

  bool keeps_body() const override { return seen_->request.method == "POST"; }
  void set_body(std::string body) override { seen_->body = std::move(body); }
  Start begin() override { return {}; }
  void write(const char* data, std::size_t size) override { seen_->body.append(data, size); }
  std::chrono::milliseconds delay_per_mib() const override { return {}; }
  HttpReply finish() override {
    seen_->is_finished = true;
    HttpReply reply;
    reply.body = "{}";
    reply.truncate = seen_->request.target == "/truncate";
    reply.cut = seen_->request.target == "/cut";
    return reply;
  }
  HttpReply refuse_large_body() override { return finish(); }
  void set_outcome(const sandbox::HttpOutcome& /*outcome*/) override {}

 private:
  std::shared_ptr<SeenRequest> seen_;
};

class NotingHandler final : public sandbox::HttpHandler {
 public:
  sandbox::Bandwidth& bandwidth() override { return bandwidth_; }
  std::unique_ptr<sandbox::HttpExchange> start_exchange(HttpRequest request) override {
    seen_.push_back(std::make_shared<SeenRequest>());
    seen_.back()->request = std::move(request);
    return std::make_unique<NotingExchange>(seen_.back());
  }
  void connection_opened() override { ++open_; }
  void connection_closed() override { --open_; }

  [[nodiscard]] int open_connections() const { return open_; }
  [[nodiscard]] const std::vector<std::shared_ptr<SeenRequest>>& seen() const { return seen_; }

 private:
  sandbox::Bandwidth bandwidth_;
  int open_ = 0;
  std::vector<std::shared_ptr<SeenRequest>> seen_;
};

struct Conversation {
  std::string answer;
  std::vector<SeenRequest> seen;
};

/// What has been answered so far.
void take_answer(int descriptor, std::string& answer) {
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t got = ::recv(descriptor, piece.data(), piece.size(), MSG_DONTWAIT);
    if (got <= 0) return;
    answer.append(piece.data(), static_cast<std::size_t>(got));
  }
}

/// Sends the bytes to a session in pieces, and then their end.
Conversation converse(std::string_view bytes, std::size_t piece) {
  std::array<int, 2> ends{};
  require(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0, "there is a pair of sockets");
  NotingHandler handler;
  Conversation conversation;
  {
    boost::asio::io_context context;
    // A socket of the same kind of bytes: the session does not ask for its address.
    boost::asio::ip::tcp::socket socket(context, boost::asio::ip::tcp::v4(), ends[1]);
    sandbox::serve_connection(std::move(socket), nullptr, handler);
    while (!bytes.empty()) {
      context.poll();
      take_answer(ends[0], conversation.answer);
      const ssize_t sent =
          ::send(ends[0], bytes.data(), std::min(piece, bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent <= 0) break;  // the session has closed
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    ::shutdown(ends[0], SHUT_WR);
    constexpr int most_turns = 100'000;
    int turns = 0;
    while (!context.stopped() && turns++ < most_turns) {
      context.run_one_for(std::chrono::milliseconds(100));
      take_answer(ends[0], conversation.answer);
    }
    require(turns < most_turns, "a connection that sends no more is ended");
  }
  require(handler.open_connections() == 0, "a connection that ends is closed");
  take_answer(ends[0], conversation.answer);
  ::close(ends[0]);
  for (const auto& seen : handler.seen()) conversation.seen.push_back(*seen);
  return conversation;
}

void check_request(const SeenRequest& seen) {
  require(!seen.request.method.empty() && !seen.request.target.empty(),
          "a request has a method and a target");
  for (const auto& [name, value] : seen.request.headers) {
    require(!name.empty() &&
                std::none_of(name.begin(), name.end(), [](unsigned char c) { return std::isupper(c) != 0; }),
            "names of headers are in lower case");
    require(value.find('\n') == std::string::npos && value.find('\r') == std::string::npos,
            "values of headers are of one line");
  }
  constexpr std::uint64_t size = 1000;
  const auto range = sandbox::parse_range(seen.request.header("range"), size);
  if (range.kind == sandbox::ByteRange::Kind::part) {
    require(range.length > 0 && range.first < size && range.length <= size - range.first,
            "a part of a file is inside of it");
  }
}

}  // namespace

void fuzz_http_requests(std::string_view input) {
  constexpr std::size_t longest = 4096;  // no more than a socket holds
  input = input.substr(0, longest);
  const Conversation whole = converse(input, std::max<std::size_t>(input.size(), 1));
  for (const auto& seen : whole.seen) {
    check_request(seen);
    require(seen.body.size() <= input.size(), "a body is what was sent");
  }
  require(whole.answer.empty() || whole.answer.starts_with("HTTP/1.1 "), "an answer is one of HTTP/1.1");
  constexpr std::size_t piece = 5;
  require(converse(input, piece).seen == whole.seen, "requests are the same in whatever pieces they come");
}

}  // namespace kili::fuzz
