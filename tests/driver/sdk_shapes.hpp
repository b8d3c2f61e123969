#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"

namespace kili::driver {

/// Versions of the official client that differ in what they return, warn of and raise.
enum class SdkVersion {
  v2_164,
  v26_1,
  v26_2
};

/// @param text such as "26.2.4"; empty: the newest. @throws ValidationError on one that is not known.
[[nodiscard]] SdkVersion sdk_version(std::string_view text);

/// What the driver answers in the shape of one version of the official client. Nothing of it changes what is
/// sent.
class SdkShapes {
 public:
  explicit SdkShapes(SdkVersion version) : version_(version) {}

  [[nodiscard]] SdkVersion version() const noexcept { return version_; }

  /// The error of a method as this version raises it: `{"type", "message"}` and, when it is unknown whether a
  /// mutation was carried out, what 26.2 says of it.
  [[nodiscard]] nlohmann::json error(std::string_view method, const Error& error) const;

  /// Whether this version warns of it.
  [[nodiscard]] bool warns(std::string_view text) const;

  /// A record of a listing without what the client keeps and no version returns, and without the fields that
  /// later versions add to those that were requested.
  [[nodiscard]] nlohmann::json record(nlohmann::json asset, const List<std::string>& fields) const;
  /// The same of a label.
  [[nodiscard]] nlohmann::json label(nlohmann::json label, const List<std::string>& fields) const;

 private:
  [[nodiscard]] std::string type_of(std::string_view method, const Error& error) const;

  SdkVersion version_;
};

}  // namespace kili::driver
