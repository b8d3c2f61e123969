#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/client_options.hpp"

namespace kili {
inline namespace v0_1 {

/// What the configuration file says for one profile (docs/configuration.md).
struct Configuration {
  struct Value {
    std::size_t line = 0;
    std::string text{};
  };

  /// "FILE:LINE: KEY", for messages about a value.
  [[nodiscard]] std::string place_of(const std::string& key) const;
  [[nodiscard]] std::optional<std::string> text(const std::string& key) const;
  [[nodiscard]] std::optional<bool> truth(const std::string& key) const;
  [[nodiscard]] std::optional<std::size_t> number(const std::string& key) const;

  std::filesystem::path file{};  ///< Empty: there is none.
  std::map<std::string, Value, std::less<>> values{};
  std::vector<std::string> warnings{};
};

/// Reads the file of the options, of KILI_CONFIG, or of the user's configuration folder where it exists.
/// @throws ValidationError naming file, line and remedy, never a key.
[[nodiscard]] Configuration load_configuration(const ClientOptions& options);

/// "true", "1", "yes", or "false", "0", "no", in any case; nothing: another word.
[[nodiscard]] std::optional<bool> truth_of(std::string_view word);

}  // namespace v0_1
}  // namespace kili
