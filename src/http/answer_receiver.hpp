#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "http/content_decoder.hpp"
#include "http/first_failure.hpp"
#include "http/opened_file.hpp"
#include "http/stall_guard.hpp"
#include "kili/http_transport.hpp"

namespace kili::http {

/// Takes an answer as it arrives: its headers, and its body without content codings, into memory or into the
/// file of the request, within the limits of the request. Used by the thread of the transfers, but for
/// give_up().
class AnswerReceiver {
 public:
  /// What a transfer knows of the answer whose body comes.
  struct Facts {
    int status = 0;
    std::uint64_t announced_bytes = 0;  ///< Content-Length; 0: not known.
  };

  /// The references outlive the object.
  /// @param opened HttpRequest::opened_response_file; only this object keeps it, so that it can let it go.
  AnswerReceiver(const HttpRequest& request, std::shared_ptr<ResponseFile> opened, FirstFailure& failure,
                 StallGuard& guard)
      : request_(request), failure_(failure), guard_(guard), file_(std::move(opened)) {}

  /// @return false, and sets the failure, when there is a file that cannot be written.
  [[nodiscard]] bool open();
  // These return false when no more is to come: the failure is set, or the rest is not needed.
  /// @param line of headers, trailers or the status.
  [[nodiscard]] bool take_header(std::string_view line);
  [[nodiscard]] bool take_body(std::string_view bytes, const Facts& facts);
  /// At the end of the answer, whether it came whole or not.
  void finish(const Facts& facts);
  /// Any thread: the file is not touched any more.
  void give_up();

  [[nodiscard]] bool was_given_up() const noexcept { return given_up_; }
  /// The end of the answer was not needed, and the transfer was ended before.
  [[nodiscard]] bool left_unread() const noexcept { return left_unread_; }
  /// After finish().
  [[nodiscard]] HttpResponse& response() noexcept { return response_; }

 private:
  [[nodiscard]] bool skip(std::size_t bytes);
  [[nodiscard]] bool keep(std::string_view bytes, const Facts& facts);
  [[nodiscard]] bool keep_in_memory(std::string_view bytes, const Facts& facts);
  // With mutex_ locked.
  [[nodiscard]] bool begin_file(const Facts& facts);
  [[nodiscard]] bool write_to_file(std::string_view bytes, const Facts& facts);
  [[nodiscard]] bool is_too_large_for_file(std::uint64_t more);
  void fail_to_write(const std::error_code& error);

  const HttpRequest& request_;
  FirstFailure& failure_;
  StallGuard& guard_;
  unsigned answers_ = 0;                   ///< With those before a redirect, and the informational ones.
  std::optional<ContentDecoder> decoder_;  ///< Of the body that comes.
  std::size_t header_bytes_ = 0;           ///< Of all answers, and trailers.
  bool left_unread_ = false;
  HttpResponse response_;
  std::size_t unwanted_bytes_ = 0;

  std::atomic<bool> given_up_{false};
  std::mutex mutex_;                    // guards what follows
  std::shared_ptr<ResponseFile> file_;  ///< The one given, or `own_file_`.
  std::shared_ptr<OpenedFile> own_file_;
  bool file_begun_ = false;
  std::uint64_t position_ = 0;  ///< In the file: where the next bytes go.
};

}  // namespace kili::http
