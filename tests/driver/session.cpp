#include "session.hpp"

#include <mutex>
#include <utility>

#include "arguments.hpp"
#include "sdk_shapes.hpp"

namespace kili::driver {

using nlohmann::json;

/// Keeps the warnings of the call that is under way.
class WarningCollector final : public MessageSink {
 public:
  void receive(const Message& message) noexcept override {
    // What is told about the way of requests is no warning of the call.
    if (message.level != MessageLevel::warning || message.category == "http") return;
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

json Session::call(const std::string& method, Arguments& arguments, const SdkShapes& shapes) {
  if (method == "assets") return assets(*client_, arguments, shapes);
  if (method == "count_assets") return count_assets(*client_, arguments);
  if (method == "append_many_to_dataset") return append_many_to_dataset(*client_, arguments);
  if (method == "update_properties_in_assets") return update_properties_in_assets(*client_, arguments);
  if (method == "change_asset_external_ids") return change_asset_external_ids(*client_, arguments);
  if (method == "delete_many_from_dataset") return delete_many_from_dataset(*client_, arguments, shapes);
  if (method == "add_to_review") return add_to_review(*client_, arguments, shapes);
  if (method == "send_back_to_queue") return send_back_to_queue(*client_, arguments, shapes);
  if (method == "add_metadata") return add_metadata(*client_, arguments);
  if (method == "set_metadata") return set_metadata(*client_, arguments);
  if (method == "assign_assets_to_labelers") return assign_assets_to_labelers(*client_, arguments, shapes);
  if (method == "set_assets_priority") return set_assets_priority(*client_, arguments);
  if (method == "skip_or_unskip") return skip_or_unskip(*client_, arguments);
  if (method == "update_asset_consensus") return update_asset_consensus(*client_, arguments);
  throw ValidationError(std::string("there is no method '") + method + "'");
}

json Session::answer(const std::string& request_text) {
  json answer = json::object();
  const auto fail = [&answer](std::string_view type, const char* message) {
    answer["error"] = {{"type", type}, {"message", message}};
  };
  SdkShapes shapes(SdkVersion::v26_2);
  std::string method;
  try {
    const Json parsed = Json::parse(request_text);  // refuses what is nested too deep to be copied
    const nlohmann::ordered_json& request = *parsed.ordered();
    shapes = SdkShapes(sdk_version(request.value("sdk", "")));
    if (!client_) client_.emplace(make_client_(warnings_));
    request.at("method").get_to(method);
    Arguments arguments(request.value("args", nlohmann::ordered_json::object()));
    answer["result"] = call(method, arguments, shapes);
  } catch (const Error& error) {
    answer["error"] = shapes.error(method, error);
  } catch (const json::exception& error) {
    fail("TypeError", error.what());
  } catch (const std::exception& error) {
    fail("Error", error.what());
  }
  answer["warnings"] = json::array();
  for (auto& warning : warnings_->take()) {
    if (shapes.warns(warning.at("message").get_ref<const std::string&>())) {
      answer["warnings"].push_back(std::move(warning));
    }
  }
  return answer;
}

}  // namespace kili::driver
