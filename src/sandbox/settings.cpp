#include "sandbox/settings.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/control.hpp"
#include "sandbox/json_numbers.hpp"
#include "support/immortal.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

using ReadFaultKey = void (*)(SandboxFault& fault, const json& value);
using ApplySetting = void (*)(Control& control, const json& value);

std::string text_or_dump(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

FaultPoint fault_point_of(const std::string& name) {
  for (const auto& [known, when] : fault_points) {
    if (known == name) return when;
  }
  throw std::invalid_argument(fmt::format("'when' has no value '{}'", name));
}

void read_headers(SandboxFault& fault, const json& headers) {
  for (const auto& [name, value] : headers.items()) fault.headers.emplace_back(name, text_or_dump(value));
}

const std::map<std::string_view, ReadFaultKey>& fault_keys() {
  using Fault = SandboxFault;
  static const auto& keys = support::immortal(std::map<std::string_view, ReadFaultKey>{
      {"body", [](Fault& f, const json& v) { f.body = text_or_dump(v); }},
      {"count", [](Fault& f, const json& v) { f.count = number_in<std::size_t>(v); }},
      {"every", [](Fault& f, const json& v) { f.every = number_in<std::size_t>(v); }},
      {"extensions", [](Fault& f, const json& v) { f.extensions = v.dump(); }},
      {"headers", read_headers},
      {"larger_than", [](Fault& f, const json& v) { f.larger_than = number_in<std::size_t>(v); }},
      {"latency", [](Fault& f, const json& v) { f.latency = milliseconds_in(v); }},
      {"latency_jitter", [](Fault& f, const json& v) { f.latency_jitter = milliseconds_in(v); }},
      {"message", [](Fault& f, const json& v) { v.get_to(f.message); }},
      {"op", [](Fault& f, const json& v) { v.get_to(f.operation); }},
      {"operation", [](Fault& f, const json& v) { v.get_to(f.operation); }},
      {"probability", [](Fault& f, const json& v) { v.get_to(f.probability); }},
      {"retry_after", [](Fault& f, const json& v) { f.retry_after = text_or_dump(v); }},
      {"skip", [](Fault& f, const json& v) { f.skip = number_in<std::size_t>(v); }},
      {"status", [](Fault& f, const json& v) { f.status = number_in<int>(v); }},
      {"when", [](Fault& f, const json& v) { f.when = fault_point_of(v.get<std::string>()); }},
  });
  return keys;
}

void add_faults(Control& control, const json& faults) {
  for (const json& fault : faults) {
    SandboxFault added = fault_of(fault);
    if (!fault.contains("count")) added.count = 0;  // of a recorded case: every one
    control.add_fault(added);
  }
}

void fail_assets(Control& control, const json& assets) {
  std::vector<SandboxFailingAsset> failing;
  for (const json& asset : assets) {
    SandboxFailingAsset added{.asset_id = asset.at("asset").get<std::string>()};
    added.details = asset.value("details", added.details);
    if (asset.contains("times")) added.times = number_in<std::size_t>(asset.at("times"));
    failing.push_back(std::move(added));
  }
  control.set_failing_assets(std::move(failing));
}

/// A number, or one for all connections together and one for each.
void set_bandwidth(Control& control, const json& bandwidth) {
  const auto speed = [](const json& value) {
    if (!value.is_number_unsigned()) {
      throw std::invalid_argument(
          fmt::format("bandwidth: {} is not a whole number of bytes per second", value.dump()));
    }
    return value.get<std::uint64_t>();
  };
  if (!bandwidth.is_object()) return control.set_bandwidth(speed(bandwidth), 0);
  for (const auto& [key, value] : bandwidth.items()) {
    if (key != "inAll" && key != "perConnection") {
      throw std::invalid_argument(
          fmt::format("bandwidth: there is no key '{}'; give inAll and perConnection", key));
    }
  }
  control.set_bandwidth(speed(bandwidth.value("inAll", json(0U))),
                        speed(bandwidth.value("perConnection", json(0U))));
}

/// Keys of Sandbox::configure().
const std::map<std::string_view, ApplySetting>& settings() {
  static const auto& keys = support::immortal(std::map<std::string_view, ApplySetting>{
      {"annotationCount",
       [](Control& s, const json& v) {
         s.set_annotation_count(v.is_null() ? std::nullopt : std::optional(number_in<std::uint32_t>(v)));
       }},
      {"bandwidth", set_bandwidth},
      {"failAssets", fail_assets},
      {"failImports",
       [](Control& s, const json& v) { s.set_failing_imports(v.get<std::vector<std::string>>()); }},
      {"faults", add_faults},
      {"hideProject", [](Control& s, const json& v) { s.set_hidden_queries(number_in<std::size_t>(v)); }},
      {"jsonResponseByUrl", [](Control& s, const json& v) { s.set_json_response_by_url(v.get<bool>()); }},
      {"latency", [](Control& s, const json& v) { s.set_latency(milliseconds_in(v)); }},
      {"lockReason", [](Control& s, const json& v) { s.set_lock_reason(v.get<std::string>()); }},
      {"notifyPending", [](Control& s, const json& v) { s.set_notify_pending(number_in<std::size_t>(v)); }},
      {"notifyStatus", [](Control& s, const json& v) { s.set_notify_status(v.get<std::string>()); }},
      {"readLag", [](Control& s, const json& v) { s.set_read_lag(milliseconds_in(v)); }},
      {"refuseCompression", [](Control& s, const json& v) { s.set_refuse_compression(number_in<int>(v)); }},
      {"uploadLocalData", [](Control& s, const json& v) { s.set_upload_local_data(v.get<bool>()); }},
  });
  return keys;
}

/// Calls `apply` of each member. @throws std::invalid_argument naming the key.
template <typename Target, typename Keys>
void apply_members(const Keys& keys, Target& target, const json& document) {
  if (!document.is_object()) {
    throw std::invalid_argument(fmt::format("'{}' is not a JSON object", document.dump()));
  }
  for (const auto& [key, value] : document.items()) {
    const auto known = keys.find(key);
    if (known == keys.end()) throw std::invalid_argument(fmt::format("there is no key '{}'", key));
    try {
      known->second(target, value);
    } catch (const json::exception& error) {
      throw std::invalid_argument(fmt::format("{}: {}", key, error.what()));
    } catch (const NumberError& error) {
      throw std::invalid_argument(fmt::format("{}: {}", key, error.what()));
    }
  }
}

}  // namespace

SandboxFault fault_of(const json& document) {
  SandboxFault fault;
  apply_members(fault_keys(), fault, document);
  return fault;
}

json fault_to_json(const SandboxFault& fault) {
  const SandboxFault usual;
  json document{{"count", fault.count}, {"op", fault.operation}, {"when", name_of(fault.when)}};
  if (fault.body) document["body"] = *fault.body;
  if (fault.every != usual.every) document["every"] = fault.every;
  if (fault.extensions) document["extensions"] = json::parse(*fault.extensions, nullptr, false);
  for (const auto& [name, value] : fault.headers) document["headers"][name] = value;
  if (fault.larger_than != usual.larger_than) document["larger_than"] = fault.larger_than;
  if (fault.latency != usual.latency) document["latency"] = fault.latency.count();
  if (fault.latency_jitter != usual.latency_jitter) document["latency_jitter"] = fault.latency_jitter.count();
  if (fault.message != usual.message) document["message"] = fault.message;
  if (fault.probability < usual.probability) document["probability"] = fault.probability;
  if (!fault.retry_after.empty()) document["retry_after"] = fault.retry_after;
  if (fault.skip != usual.skip) document["skip"] = fault.skip;
  if (fault.when == FaultPoint::status) document["status"] = fault.status;
  return document;
}

void Control::configure(const nlohmann::json& document) { apply_members(settings(), *this, document); }

}  // namespace kili::sandbox
