#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"

namespace kili::driver {

class WarningCollector;

/// Answers calls, one after the other, with one client that is made at the first of them.
class Session {
 public:
  using MakeClient = std::function<Client(std::shared_ptr<MessageSink>)>;

  explicit Session(MakeClient make_client);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// @param request text of `{"method": ..., "args": {...}}`.
  /// @return `{"result": ..., "warnings": [...]}` or `{"error": {"type", "message"}, "warnings": [...]}`.
  [[nodiscard]] nlohmann::json answer(const std::string& request);

 private:
  [[nodiscard]] nlohmann::json call(const std::string& request);

  MakeClient make_client_;
  std::shared_ptr<WarningCollector> warnings_;
  std::optional<Client> client_;
};

}  // namespace kili::driver
