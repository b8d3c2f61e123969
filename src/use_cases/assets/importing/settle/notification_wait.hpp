#pragma once

#include <string>
#include <string_view>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// An asynchronous import ended with a failure; named as Kili's Python SDK does.
class BatchImportFailure final : public Error {
 public:
  using Error::Error;
  ~BatchImportFailure() override;
  [[nodiscard]] std::string_view type() const noexcept override;
};

/// Asks for a notification at once and then every 1 to 16 seconds, doubling, until the import that it tells
/// about has ended (docs/service.md, "Numbers": notification polling). There is no limit but the deadline
/// of the call.
/// @return whether it ended with SUCCESS.
/// @throws BatchImportFailure when the service does not know the notification; what requests throw.
[[nodiscard]] bool wait_for_import(const Resources& resources, std::string_view notification_id,
                                   const support::CallContext& context);

}  // namespace kili::use_cases
