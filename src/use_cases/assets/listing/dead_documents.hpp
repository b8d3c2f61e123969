#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "support/message_log.hpp"

namespace kili::use_cases {

/// Stops a listing from asking for one document after the other where none is any more. Thread-safe.
class DeadDocuments {
 public:
  /// After so many documents of one origin that failed with the same status, and none that did not between
  /// them, no further ones of that origin are asked for.
  static constexpr std::size_t most_in_a_row = 100;

  explicit DeadDocuments(const support::MessageLog& log) : log_(log) {}
  /// Tells, with one warning for each origin, how many documents were not asked for.
  ~DeadDocuments();
  DeadDocuments(const DeadDocuments&) = delete;
  DeadDocuments& operator=(const DeadDocuments&) = delete;

  /// Whether to ask for a document. One that is not asked for is counted.
  [[nodiscard]] bool is_worth_asking(std::string_view url);
  void note_missing(std::string_view url, int status);
  void note_found(std::string_view url);

 private:
  struct Origin {
    std::size_t in_a_row = 0;
    std::size_t not_asked = 0;
    int status = 0;
  };

  const support::MessageLog& log_;
  std::mutex mutex_;
  std::map<std::string, Origin, std::less<>> origins_;
};

}  // namespace kili::use_cases
