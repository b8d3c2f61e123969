#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"

namespace kili::driver {

/// Python-shaped arguments by name. null is "not given". Remembers which were read, so that one that the
/// method does not have is an error.
class Arguments {
 public:
  explicit Arguments(nlohmann::ordered_json values);

  [[nodiscard]] std::string required_text(const char* name);
  [[nodiscard]] std::optional<std::string> text(const char* name);
  [[nodiscard]] std::optional<bool> flag(const char* name);
  [[nodiscard]] std::optional<double> number(const char* name);
  [[nodiscard]] std::optional<std::size_t> count(const char* name);
  [[nodiscard]] List<std::string> texts(const char* name);
  [[nodiscard]] List<Content> contents(const char* name);
  [[nodiscard]] List<bool> flags(const char* name);
  [[nodiscard]] List<Json> values(const char* name);
  [[nodiscard]] Json value(const char* name);
  template <typename Enum>
  [[nodiscard]] List<Enum> words(const char* name) {
    const auto given = texts(name);
    if (!given) return {};
    std::vector<Enum> result;
    for (const auto& word : *given) result.push_back(from_string<Enum>(word));
    return result;
  }
  template <typename Enum>
  [[nodiscard]] std::optional<Enum> word(const char* name) {
    const auto given = text(name);
    return given ? std::optional(from_string<Enum>(*given)) : std::nullopt;
  }

  /// @throws ValidationError when an argument was given that nobody read.
  void check_all_known() const;

 private:
  [[nodiscard]] const nlohmann::ordered_json* find(const char* name);

  nlohmann::ordered_json values_;  // the order of the keys of metadata and contents is kept
  std::set<std::string> read_;
};

[[nodiscard]] nlohmann::json assets(const Client& client, Arguments& arguments);
[[nodiscard]] nlohmann::json count_assets(const Client& client, Arguments& arguments);
[[nodiscard]] nlohmann::json append_many_to_dataset(const Client& client, Arguments& arguments);

}  // namespace kili::driver
