#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

#include "http/first_failure.hpp"
#include "http/stall_guard.hpp"
#include "kili/http_transport.hpp"
#include "support/os/file.hpp"

namespace kili::http {

/// The body of a request as a transfer takes it, from memory or from a file. Used by the thread of the
/// transfers, but for give_up().
class RequestBody {
 public:
  /// The references outlive the object.
  RequestBody(const HttpRequest& request, FirstFailure& failure, StallGuard& guard)
      : request_(request), failure_(failure), guard_(guard) {}

  /// @return false, and sets the failure, when there is a file that cannot be read.
  [[nodiscard]] bool open();
  [[nodiscard]] std::uint64_t size() const noexcept {
    return request_.file_body ? request_.file_body->size : request_.body.size();
  }
  [[nodiscard]] bool is_given() const noexcept { return request_.file_body || !request_.body.empty(); }
  /// The next bytes, 0 at the end. @return nothing, and sets the failure, when the file cannot be read.
  [[nodiscard]] std::optional<std::size_t> read(char* buffer, std::size_t size);
  void seek(std::uint64_t position) noexcept { position_ = position; }
  /// Any thread: the file is not touched any more.
  void give_up();

 private:
  [[nodiscard]] std::optional<std::size_t> read_from_file(char* buffer, std::size_t size);

  const HttpRequest& request_;
  FirstFailure& failure_;
  StallGuard& guard_;
  std::uint64_t position_ = 0;

  std::mutex mutex_;  // guards what follows
  bool given_up_ = false;
  support::File file_;
};

}  // namespace kili::http
