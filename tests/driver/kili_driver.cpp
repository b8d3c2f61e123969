// Reads one JSON object per line, {"method": ..., "args": {...}}, makes the call through the public API
// against KILI_API_ENDPOINT, and answers with one line: {"result" or "error", "warnings"}.

#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "arguments.hpp"
#include "kili/kili.hpp"

namespace {

using nlohmann::json;

/// Keeps the warnings of the call that is under way.
class WarningCollector final : public kili::MessageSink {
 public:
  void receive(const kili::Message& message) noexcept override {
    if (message.level != kili::MessageLevel::warning) return;
    const std::scoped_lock lock(mutex_);
    warnings_.push_back({{"type", message.category}, {"message", message.text}});
  }
  [[nodiscard]] json take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(warnings_, json::array());
  }

 private:
  std::mutex mutex_;
  json warnings_ = json::array();
};

json call(std::optional<kili::Client>& client, const std::shared_ptr<WarningCollector>& warnings,
          const std::string& line) {
  const json request = json::parse(line);
  if (!client) client.emplace(kili::ClientOptions{.message_sink = warnings});
  const auto& method = request.at("method").get_ref<const std::string&>();
  kili::driver::Arguments arguments(request.value("args", json::object()));
  if (method == "assets") return kili::driver::assets(*client, arguments);
  if (method == "count_assets") return kili::driver::count_assets(*client, arguments);
  if (method == "append_many_to_dataset") return kili::driver::append_many_to_dataset(*client, arguments);
  throw kili::ValidationError(std::string("there is no method '") + method + "'");
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  const auto warnings = std::make_shared<WarningCollector>();
  std::optional<kili::Client> client;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.empty()) continue;
    json answer = json::object();
    const auto fail = [&answer](std::string_view type, const char* message) {
      answer["error"] = {{"type", type}, {"message", message}};
    };
    try {
      answer["result"] = call(client, warnings, line);
    } catch (const kili::Error& error) {
      fail(error.type(), error.what());
    } catch (const json::exception& error) {
      fail("TypeError", error.what());
    } catch (const std::exception& error) {
      fail("Error", error.what());
    }
    answer["warnings"] = warnings->take();
    std::cout << answer.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
  }
  return 0;
}
