#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "kili/errors.hpp"
#include "support/clock.hpp"

namespace kili::api {

/// Something that the service must know so that an argument can be sent.
struct Requirement {
  std::string_view name;      ///< In the schema: an operation, a type, a field or a value of an enum.
  std::string_view argument;  ///< Of the call, as the caller knows it.
};

/// True when the service refused a request because its schema does not have this name: an operation, a type,
/// a field or a value of an enum that came with a later version.
[[nodiscard]] bool names_unknown(const GraphQLError& error, std::string_view name);

/// What the service does not know, learnt from its refusals. Installations of earlier versions exist, and may
/// be updated while a client runs: what was learnt is forgotten after ten minutes. Thread-safe.
class ServiceCapabilities {
 public:
  /// How long a refusal is remembered.
  static constexpr auto memory = std::chrono::minutes(10);

  explicit ServiceCapabilities(std::shared_ptr<const support::Clock> clock) : clock_(std::move(clock)) {}

  /// Whether the service is remembered not to know the name.
  [[nodiscard]] bool lacks(std::string_view name) const;
  /// Remembers that the service does not know the name.
  void note_lack(std::string_view name) const;

  /// Runs `present`, or `former` when the service does not know `name`, which `present` sends.
  /// @return what the one that was run returns. @throws what they throw.
  template <typename Present, typename Former>
  auto choose(std::string_view name, const Present& present, const Former& former) const
      -> decltype(present()) {
    if (lacks(name)) return former();
    try {
      return present();
    } catch (const GraphQLError& error) {
      if (!names_unknown(error, name)) throw;
    }
    note_lack(name);
    return former();
  }

  /// Runs a request that sends arguments which earlier versions of the service cannot carry.
  /// @throws UnsupportedByServiceError naming the argument when the service does not know its name, at once
  /// when that is remembered; else what `send` throws.
  template <typename Send>
  auto require(std::span<const Requirement> requirements, const Send& send) const -> decltype(send()) {
    for (const auto& requirement : requirements) {
      if (lacks(requirement.name)) throw_unsupported(requirement, {});
    }
    try {
      return send();
    } catch (const GraphQLError& error) {
      refuse_unknown(requirements, error);
      throw;
    }
  }

 private:
  /// @throws UnsupportedByServiceError when the error names one of them.
  void refuse_unknown(std::span<const Requirement> requirements, const GraphQLError& error) const;
  [[noreturn]] static void throw_unsupported(const Requirement& requirement, const ErrorContext& context);

  std::shared_ptr<const support::Clock> clock_;
  mutable std::map<std::string, support::Clock::TimePoint, std::less<>> lacking_until_;
  mutable std::mutex mutex_;
};

}  // namespace kili::api
