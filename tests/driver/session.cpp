#include "session.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "methods.hpp"

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
  static const auto methods = [] {
    Methods all;
    for (const auto& add : {asset_methods, export_methods, issue_methods, label_change_methods, label_methods,
                            member_methods, project_methods, tag_methods, user_methods})
      add(all);
    return all;
  }();
  const auto found = methods.find(method);
  if (found == methods.end()) throw ValidationError(std::string("there is no method '") + method + "'");
  return found->second(*client_, arguments, shapes);
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
  // Of assets that exist all the SDK raises an error, and this client warns.
  const bool raised_instead =
      answer.contains("error") &&
      answer["error"]["message"].get_ref<const std::string&>().starts_with("No assets to import, all given");
  if (raised_instead) static_cast<void>(warnings_->take());
  for (auto& warning : warnings_->take()) {
    if (shapes.warns(warning.at("message").get_ref<const std::string&>())) {
      answer["warnings"].push_back(std::move(warning));
    }
  }
  return answer;
}

}  // namespace kili::driver
