#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "http/first_failure.hpp"
#include "http/stall_guard.hpp"
#include "kili/http_transport.hpp"
#include "support/os/file.hpp"

namespace kili::http {

/// The body of a request as a transfer takes it, from the request, from memory of the caller or from a file.
/// Used by the thread of the transfers, but for give_up().
class RequestBody {
 public:
  /// The references outlive the object.
  /// @param memory HttpRequest::memory_body, taken out of the request, so that its owner is let go in time.
  RequestBody(const HttpRequest& request, std::optional<HttpMemoryBody> memory, FirstFailure& failure,
              StallGuard& guard)
      : request_(request),
        failure_(failure),
        guard_(guard),
        size_(size_of(request, memory)),
        memory_(std::move(memory)) {}

  /// @return false, and sets the failure, when there is a file that cannot be read.
  [[nodiscard]] bool open();
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] bool is_given() const noexcept { return request_.file_body || size_ > 0; }
  /// The next bytes, 0 at the end. @return nothing, and sets the failure, when the file cannot be read.
  [[nodiscard]] std::optional<std::size_t> read(char* buffer, std::size_t size);
  void seek(std::uint64_t position) noexcept { position_ = position; }
  /// Any thread: neither file nor memory of the caller is touched any more.
  void give_up();

 private:
  [[nodiscard]] static std::uint64_t size_of(const HttpRequest& request,
                                             const std::optional<HttpMemoryBody>& memory) noexcept;
  [[nodiscard]] std::optional<std::size_t> read_from_file(char* buffer, std::size_t size);
  /// Of what the caller keeps, or of the request.
  [[nodiscard]] std::optional<std::size_t> read_from_memory(char* buffer, std::size_t size);

  const HttpRequest& request_;
  FirstFailure& failure_;
  StallGuard& guard_;
  const std::uint64_t size_;
  std::uint64_t position_ = 0;

  std::mutex mutex_;  // guards what follows
  bool given_up_ = false;
  support::File file_;
  std::optional<HttpMemoryBody> memory_;
};

}  // namespace kili::http
