#include "use_cases/assets/importing/settle/notification_wait.hpp"

#include <fmt/format.h>

#include <chrono>

#include "support/backoff.hpp"

namespace kili::use_cases {
namespace {

constexpr auto first_delay = std::chrono::milliseconds(1'000);
constexpr auto longest_delay = std::chrono::milliseconds(16'000);
/// A notification may need a moment until all servers of the service have it.
constexpr unsigned most_misses = 6;

}  // namespace

BatchImportFailure::~BatchImportFailure() = default;
std::string_view BatchImportFailure::type() const noexcept { return "BatchImportError"; }

api::Notification wait_for_notification(const Resources& resources, std::string_view id,
                                        const support::CallContext& context) {
  support::Backoff backoff(first_delay, longest_delay);
  unsigned misses = 0;
  for (;;) {
    auto notification = resources.api->notifications.notification(id, context);
    if (notification && notification->status != "PENDING") return *std::move(notification);
    if (!notification && ++misses >= most_misses) {
      throw BatchImportFailure(fmt::format(
          "the service does not know the notification {} of the import any more; look at the project in the "
          "application",
          id));
    }
    backoff.wait(*resources.clock, context);
  }
}

}  // namespace kili::use_cases
