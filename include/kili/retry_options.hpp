#pragma once

/// @file
/// When requests are sent again.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kili {
inline namespace v0_1 {

/// How requests of one operation are sent again, where it differs from the others.
struct OperationRetry {
  /// Most attempts of one request, 1 or more, instead of ClientOptions::max_retries; 1: no retry. Absent: as
  /// for all others.
  std::optional<unsigned> max_attempts{};
  /// The operation as errors name it (ErrorContext::operation): the root field of its document, such as
  /// "assets" or "appendManyAssets"; "upload" and "download" for storages.
  std::string operation{};
  /// Time within which retries begin, up to a day, instead of ClientOptions::retry_deadline. Absent: as for
  /// all others.
  std::optional<std::chrono::milliseconds> retry_deadline{};
};

/// Which answers are followed by another attempt, and when, beside ClientOptions::max_retries and
/// ClientOptions::retry_deadline (docs/transport.md). Whatever is set here, a mutation whose outcome is
/// unknown is never simply repeated.
struct RetryOptions {
  /// Most retries of all requests of the client within 60 seconds; when it is used up, failed requests are
  /// not sent again. 0: no retries. Absent: no limit.
  std::optional<std::size_t> budget{};
  /// Longest wait before the first retry of a request of the API; each further one is twice as long. The wait
  /// is random, up to that. From 1 ms to a day.
  std::chrono::milliseconds first_delay{1'000};
  /// Statuses, 400 to 599, of the API that are retried like 502 beside those that are by default: the
  /// request may have been carried out, so that only queries are repeated, and the effect of a mutation is
  /// looked up. An answer of the service itself is final, whatever its status.
  std::vector<int> further_statuses{};
  /// Longest wait between two attempts of a request of the API, where the service does not ask for a longer
  /// one; not shorter than `first_delay`.
  std::chrono::milliseconds longest_delay{30'000};
  /// Statuses, 400 to 599, of the API and of storages that are never retried.
  std::vector<int> never_statuses{};
  /// What differs for single operations, each named once.
  std::vector<OperationRetry> operations{};
};

}  // namespace v0_1
}  // namespace kili
