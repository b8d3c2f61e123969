#include "use_cases/assets/importing/settle/notification_wait.hpp"

#include <fmt/format.h>

#include <chrono>

#include "support/backoff.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

constexpr auto first_delay = std::chrono::milliseconds(1'000);
constexpr auto longest_delay = std::chrono::milliseconds(16'000);
/// A notification may need a moment until all servers of the service have it.
constexpr unsigned most_misses = 6;

}  // namespace

BatchImportFailure::~BatchImportFailure() = default;
std::string_view BatchImportFailure::type() const noexcept { return "BatchImportError"; }

bool wait_for_import(const Resources& resources, std::string_view notification_id,
                     const support::CallContext& context) {
  support::Backoff backoff(first_delay, longest_delay);
  unsigned misses = 0;
  for (;;) {
    const auto status = resources.api->notifications.notification_status(notification_id, context);
    if (status && *status != "PENDING") return *status == "SUCCESS";
    if (!status && ++misses >= most_misses) {
      throw BatchImportFailure(fmt::format(
          "the service does not know the notification {} of the import any more; look at the project in the "
          "application",
          support::shown_text(notification_id, 100)));
    }
    backoff.wait(*resources.clock, context);
  }
}

}  // namespace kili::use_cases
