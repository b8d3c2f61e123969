#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"

namespace kili::driver {

class Arguments;
class SdkShapes;
class WarningCollector;

/// Answers calls, one after the other, with one client that is made at the first of them.
class Session {
 public:
  using MakeClient = std::function<Client(std::shared_ptr<MessageSink>)>;

  explicit Session(MakeClient make_client);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// @param request text of `{"method": ..., "args": {...}}`, with `"sdk": "26.2.4"` (or "26.1.5",
  /// "2.164.0"): the version of the official client in whose shapes to answer; without it the newest.
  /// @return `{"result": ..., "warnings": [...]}` or `{"error": {"type", "message"}, "warnings": [...]}`.
  [[nodiscard]] nlohmann::json answer(const std::string& request);

 private:
  [[nodiscard]] nlohmann::json call(const std::string& method, Arguments& arguments, const SdkShapes& shapes);

  MakeClient make_client_;
  std::shared_ptr<WarningCollector> warnings_;
  std::optional<Client> client_;
};

}  // namespace kili::driver
