#include "http/request_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <system_error>

#include "support/shown_text.hpp"

namespace kili::http {

bool RequestBody::open() {
  if (!request_.file_body) return true;
  const std::scoped_lock lock(mutex_);
  if (given_up_) return false;
  std::error_code error;
  file_ = support::File::open(request_.file_body->path, {}, error);
  if (!error) return true;
  failure_.set(TransportFailure::file_failed,
               fmt::format("cannot read '{}': {}", support::shown_text(request_.file_body->path.string()),
                           error.message()));
  return false;
}

std::optional<std::size_t> RequestBody::read(char* buffer, std::size_t size) {
  return request_.file_body ? read_from_file(buffer, size) : read_from_memory(buffer, size);
}

std::optional<std::size_t> RequestBody::read_from_memory(char* buffer, std::size_t size) {
  const StallGuard::Outside outside(guard_);  // memory of the caller may be a mapped file
  const std::scoped_lock lock(mutex_);
  if (given_up_) return std::nullopt;
  const auto bytes = memory_ ? memory_->bytes : std::as_bytes(std::span(request_.body));
  if (position_ >= bytes.size()) return 0;
  const auto piece = bytes.subspan(position_).first(std::min<std::uint64_t>(bytes.size() - position_, size));
  std::memcpy(buffer, piece.data(), piece.size());
  position_ += piece.size();
  return piece.size();
}

std::optional<std::size_t> RequestBody::read_from_file(char* buffer, std::size_t size) {
  const StallGuard::Outside outside(guard_);
  const std::scoped_lock lock(mutex_);
  if (given_up_) return std::nullopt;
  const HttpFileBody& body = *request_.file_body;
  const auto wanted = std::min<std::uint64_t>(body.size - position_, size);
  if (wanted == 0) return 0;
  std::error_code error;
  const std::size_t got = file_.read_at(body.offset + position_, buffer, wanted, error);
  if (got == 0) {
    const std::string path = support::shown_text(body.path.string());
    failure_.set(TransportFailure::file_failed,
                 error ? fmt::format("cannot read '{}': {}", path, error.message())
                       : fmt::format("'{}' became shorter while it was uploaded", path));
    return std::nullopt;
  }
  position_ += got;
  return got;
}

void RequestBody::give_up() {
  std::optional<HttpMemoryBody> memory;  // what its owner does at its end is done without the lock
  const std::scoped_lock lock(mutex_);
  given_up_ = true;
  memory.swap(memory_);
  static_cast<void>(file_.close());  // nothing was written to it
}

std::uint64_t RequestBody::size_of(const HttpRequest& request,
                                   const std::optional<HttpMemoryBody>& memory) noexcept {
  if (request.file_body) return request.file_body->size;
  return memory ? memory->bytes.size() : request.body.size();
}

}  // namespace kili::http
