#include "http/answer_receiver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "http/file_version.hpp"
#include "support/http_status.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::http {
namespace {

/// Reading so much of an unwanted body is cheaper than a new connection.
constexpr std::size_t most_unwanted_bytes = 64UL * 1024;
/// Of one request: lines of headers and trailers, in bytes, and answers before the last one.
constexpr std::size_t most_header_bytes = 1024UL * 1024;
constexpr unsigned most_answers = 100;
/// Of one answer.
constexpr std::size_t most_headers = 1000;
constexpr std::size_t longest_shown_header = 100;

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

void AnswerReceiver::fail_to_write(const std::error_code& error) {
  failure_.set(TransportFailure::file_failed,
               fmt::format("cannot write '{}': {}", support::shown_text(request_.response_file->string()),
                           error.message()));
}

bool AnswerReceiver::open() {
  if (!request_.response_file) return true;
  const std::scoped_lock lock(mutex_);
  if (given_up_) return false;
  if (file_) return true;
  std::error_code error;
  auto file = support::File::open(*request_.response_file,
                                  {.access = support::FileAccess::write,
                                   .creation = support::FileCreation::if_missing,
                                   .follow_links = false},
                                  error);
  if (error) {
    fail_to_write(error);
    return false;
  }
  own_file_ = std::make_shared<OpenedFile>(std::move(file));
  file_ = own_file_;
  return true;
}

bool AnswerReceiver::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (line.starts_with("HTTP/")) {  // a new answer: after a redirect or a 1xx
    ++answers_;
    response_.headers.clear();
    response_.body.clear();
    decoder_.reset();
  } else if (const auto colon = line.find(':');
             colon != std::string_view::npos && response_.headers.size() < most_headers) {
    response_.headers.emplace_back(support::to_lower(line.substr(0, colon)),
                                   support::trim(line.substr(colon + 1)));
  }
  if (header_bytes_ > most_header_bytes || answers_ > most_answers) {
    failure_.set(TransportFailure::unreadable_response,
                 fmt::format("more than {} bytes of headers, or {} answers to one request; is this the "
                             "address of the service?",
                             most_header_bytes, most_answers));
    return false;
  }
  return !given_up_;
}

bool AnswerReceiver::skip(std::size_t bytes) {
  unwanted_bytes_ += bytes;
  left_unread_ = unwanted_bytes_ > most_unwanted_bytes;
  return !left_unread_;
}

bool AnswerReceiver::take_body(std::string_view bytes, const Facts& facts) {
  if (given_up_) return false;
  if (request_.headers_only) return skip(bytes.size());
  if (!decoder_) decoder_.emplace(response_.header("content-encoding"));
  if (!decoder_->unsupported().empty()) {
    if (!support::is_success(facts.status)) return true;  // the status says enough
    failure_.set(TransportFailure::unreadable_response,
                 fmt::format("the answer has the content coding '{}', which this client did not ask for and "
                             "cannot undo; let the server send it as it is, or with gzip",
                             support::shown_text(decoder_->unsupported(), longest_shown_header)));
    return false;
  }
  const auto result = decoder_->write(bytes, [&](std::string_view decoded) { return keep(decoded, facts); });
  if (result == ContentDecoder::Result::broken) {
    failure_.set(
        TransportFailure::unreadable_response,
        fmt::format("the body of the answer is not of its content coding '{}'",
                    support::shown_text(response_.header("content-encoding"), longest_shown_header)));
  }
  return result == ContentDecoder::Result::good;
}

bool AnswerReceiver::keep(std::string_view bytes, const Facts& facts) {
  if (!request_.response_file || !support::is_success(facts.status)) {
    return !given_up_ && keep_in_memory(bytes, facts);
  }
  const StallGuard::Outside outside(guard_);
  const std::scoped_lock lock(mutex_);
  return !given_up_ && write_to_file(bytes, facts);
}

bool AnswerReceiver::keep_in_memory(std::string_view bytes, const Facts& facts) {
  const std::size_t expected =
      std::max<std::size_t>(facts.announced_bytes, response_.body.size() + bytes.size());
  if (expected > request_.max_response_bytes) {
    failure_.set(TransportFailure::response_too_large,
                 fmt::format("the answer is larger than {} bytes; ask for fewer fields or smaller pages, or "
                             "raise ClientOptions::max_response_bytes",
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

/// Sets the position at which the body belongs in the file, and cuts off what stands behind it.
bool AnswerReceiver::begin_file(const Facts& facts) {
  if (file_begun_) return true;
  file_begun_ = true;
  response_.status = facts.status;
  if (is_part_of_other_version(response_, request_)) {
    left_unread_ = true;  // the file stays as it is
    return false;
  }
  const bool is_part = facts.status == 206;
  position_ = is_part ? request_.response_offset : 0;
  const auto content_range = response_.header("content-range");
  if (is_part && first_byte_of(content_range) != position_) {
    failure_.set(
        TransportFailure::unreadable_response,
        fmt::format("the answer brings another part of the file ('{}') than was asked for, byte {} onwards",
                    support::shown_text(content_range, longest_shown_header), position_));
    return false;
  }
  const bool is_as_stored = !decoder_ || decoder_->is_identity();
  if (is_as_stored && is_too_large_for_file(facts.announced_bytes)) return false;
  const auto error = file_->resize(position_);
  if (error) fail_to_write(error);
  return !error;
}

/// Whether so many more bytes are more than the file may get, which ends the transfer.
bool AnswerReceiver::is_too_large_for_file(std::uint64_t more) {
  const auto most = request_.max_response_file_bytes;
  if (most == 0 || (position_ <= most && more <= most - position_)) return false;
  failure_.set(TransportFailure::response_too_large,
               fmt::format("the file is longer than the {} bytes that were announced or are allowed; ask for "
                           "it again, or allow more",
                           most));
  return true;
}

bool AnswerReceiver::write_to_file(std::string_view bytes, const Facts& facts) {
  if (!begin_file(facts) || is_too_large_for_file(bytes.size())) return false;
  const auto error = file_->write_at(position_, bytes);
  if (error) fail_to_write(error);
  position_ += bytes.size();
  return !error;
}

void AnswerReceiver::finish(const Facts& facts) {
  if (decoder_ && !decoder_->is_whole() && !left_unread_) {
    failure_.set(TransportFailure::connection_lost, "the compressed answer broke off");
  }
  response_.status = facts.status;
  const std::scoped_lock lock(mutex_);
  // An empty body was never taken.
  if (file_ && !failure_.is_set() && support::is_success(facts.status)) static_cast<void>(begin_file(facts));
  file_.reset();
  if (!own_file_) return;
  if (const auto error = own_file_->close()) fail_to_write(error);
}

void AnswerReceiver::give_up() {
  const std::scoped_lock lock(mutex_);
  given_up_ = true;
  file_.reset();
  own_file_.reset();
}

}  // namespace kili::http
