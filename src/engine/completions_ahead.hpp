#pragma once

#include <cstddef>

namespace kili::engine {

/// How much of what completes the records of a listing is fetched before they are consumed. Used under the
/// lock of its listing.
class CompletionsAhead {
 public:
  /// Whether the completion of one more record may begin: always when nothing is ahead.
  [[nodiscard]] bool has_room() const noexcept;

  void take_begin() noexcept { ++open_; }
  /// A task ended, and has brought that many bytes.
  void take_end(std::size_t bytes) noexcept;
  /// A record was consumed that tasks had completed with that many bytes.
  void take_consumed(std::size_t bytes) noexcept { bytes_ -= bytes; }

 private:
  std::size_t open_ = 0;    ///< Tasks that have not ended.
  std::size_t bytes_ = 0;   ///< Of tasks that have ended, of records that are not consumed.
  double task_bytes_ = -1;  ///< What a task is expected to bring; negative: none has ended yet.
};

}  // namespace kili::engine
