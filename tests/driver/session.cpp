#include "session.hpp"

#include <mutex>
#include <utility>

#include "arguments.hpp"

namespace kili::driver {

using nlohmann::json;

/// Keeps the warnings of the call that is under way.
class WarningCollector final : public MessageSink {
 public:
  void receive(const Message& message) noexcept override {
    if (message.level != MessageLevel::warning) return;
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

Session::Session(MakeClient make_client)
    : make_client_(std::move(make_client)), warnings_(std::make_shared<WarningCollector>()) {}
Session::~Session() = default;

json Session::call(const std::string& request_text) {
  const Json parsed = Json::parse(request_text);  // refuses what is nested too deep to be copied
  const nlohmann::ordered_json& request = *parsed.ordered();
  if (!client_) client_.emplace(make_client_(warnings_));
  const auto& method = request.at("method").get_ref<const std::string&>();
  Arguments arguments(request.value("args", nlohmann::ordered_json::object()));
  if (method == "assets") return assets(*client_, arguments);
  if (method == "count_assets") return count_assets(*client_, arguments);
  if (method == "append_many_to_dataset") return append_many_to_dataset(*client_, arguments);
  if (method == "update_properties_in_assets") return update_properties_in_assets(*client_, arguments);
  if (method == "change_asset_external_ids") return change_asset_external_ids(*client_, arguments);
  if (method == "delete_many_from_dataset") return delete_many_from_dataset(*client_, arguments);
  if (method == "add_to_review") return add_to_review(*client_, arguments);
  if (method == "send_back_to_queue") return send_back_to_queue(*client_, arguments);
  if (method == "add_metadata") return add_metadata(*client_, arguments);
  if (method == "set_metadata") return set_metadata(*client_, arguments);
  if (method == "assign_assets_to_labelers") return assign_assets_to_labelers(*client_, arguments);
  if (method == "set_assets_priority") return set_assets_priority(*client_, arguments);
  if (method == "skip_or_unskip") return skip_or_unskip(*client_, arguments);
  if (method == "update_asset_consensus") return update_asset_consensus(*client_, arguments);
  throw ValidationError(std::string("there is no method '") + method + "'");
}

json Session::answer(const std::string& request) {
  json answer = json::object();
  const auto fail = [&answer](std::string_view type, const char* message) {
    answer["error"] = {{"type", type}, {"message", message}};
  };
  try {
    answer["result"] = call(request);
  } catch (const Error& error) {
    fail(error.type(), error.what());
  } catch (const json::exception& error) {
    fail("TypeError", error.what());
  } catch (const std::exception& error) {
    fail("Error", error.what());
  }
  answer["warnings"] = warnings_->take();
  return answer;
}

}  // namespace kili::driver
