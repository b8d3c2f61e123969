#pragma once

/// @file
/// A log of requests as lines of JSON.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "kili/callable.hpp"
#include "kili/export.hpp"
#include "kili/observer.hpp"

namespace kili {
inline namespace v0_1 {

/// What a JsonLinesObserver writes.
struct JsonLinesSettings {
  /// A line when an attempt starts, beside the one when it ends.
  bool starts = false;
  /// A line for each wait.
  bool waits = true;
};

/// Writes one JSON object a line for each attempt that ended (`"event": "attempt"`), for each wait (`"wait"`)
/// and on request for each start (`"start"`). docs/observation.md lists the members. Thread-safe: lines are
/// whole. What cannot be written is counted, and never ends a call.
class KILI_EXPORT JsonLinesObserver final : public Observer {
 public:
  /// Takes a line with its end, from one thread at a time. What it throws is counted as a lost line.
  using Sink = detail::Callable<void(std::string_view line)>;

  /// Writes behind what is in the file; it is made where there is none.
  /// @throws FileWriteError when it cannot be opened.
  explicit JsonLinesObserver(const std::filesystem::path& path, JsonLinesSettings settings = {});
  /// @throws MissingArgumentError when it is not given.
  explicit JsonLinesObserver(Sink sink, JsonLinesSettings settings = {});
  ~JsonLinesObserver() override;
  JsonLinesObserver(const JsonLinesObserver&) = delete;
  JsonLinesObserver& operator=(const JsonLinesObserver&) = delete;

  void attempt_started(const ObservedAttempt& attempt) noexcept override;
  void attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept override;
  void waited(const ObservedWait& wait) noexcept override;

  /// Lines that could not be written, because the disk is full for example.
  [[nodiscard]] std::uint64_t lost_lines() const noexcept;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace v0_1
}  // namespace kili
