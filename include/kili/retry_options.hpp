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
  /// Most attempts of one request, 1 or more. Absent: as for all others.
  std::optional<unsigned> max_attempts{};
  /// Root field of the operation, such as "assets" or "appendManyAssets"; "upload" and "download" for
  /// storages.
  std::string operation{};
  /// Time within which retries begin. Absent: as for all others.
  std::optional<std::chrono::milliseconds> retry_deadline{};
};

/// Which answers are followed by another attempt, and when, beside ClientOptions::max_retries and
/// ClientOptions::retry_deadline. Whatever is set here, a mutation whose outcome is unknown is never simply
/// repeated.
struct RetryOptions {
  /// Most retries of all requests of the client within 60 seconds; when it is used up, failed requests are
  /// not sent again. Absent: no limit.
  std::optional<std::size_t> budget{};
  /// Wait before the first retry of a request of the API; each further one is twice as long.
  std::chrono::milliseconds first_delay{1'000};
  /// Statuses, 400 to 599, of the API that are retried like 502 beside those that are by default: the
  /// request may have been carried out, so that only queries are repeated.
  std::vector<int> further_statuses{};
  /// Longest wait between two attempts of a request of the API.
  std::chrono::milliseconds longest_delay{30'000};
  /// Statuses that are never retried.
  std::vector<int> never_statuses{};
  /// What differs for single operations.
  std::vector<OperationRetry> operations{};
};

}  // namespace v0_1
}  // namespace kili
