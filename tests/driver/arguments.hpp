#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"

namespace kili::driver {

/// Python-shaped arguments by name. null is "not given". Remembers which were read, so that one that the
/// method does not have is an error.
class Arguments {
 public:
  explicit Arguments(nlohmann::ordered_json values);

  /// Whether the argument is there, be it null.
  [[nodiscard]] bool contains(const char* name) const { return values_.contains(name); }
  [[nodiscard]] std::string required_text(const char* name);
  [[nodiscard]] std::optional<std::string> text(const char* name);
  [[nodiscard]] std::optional<bool> flag(const char* name);
  [[nodiscard]] std::optional<double> number(const char* name);
  [[nodiscard]] std::optional<std::int32_t> integer(const char* name);
  [[nodiscard]] std::optional<std::size_t> count(const char* name);
  [[nodiscard]] List<std::string> texts(const char* name);
  [[nodiscard]] List<Content> contents(const char* name);
  [[nodiscard]] List<bool> flags(const char* name);
  [[nodiscard]] List<Json> values(const char* name);
  [[nodiscard]] Json value(const char* name);
  /// A list of values that `read` makes of its elements; null elements are absent.
  template <typename T, typename Read>
  [[nodiscard]] List<std::optional<T>> list_with_holes(const char* name, const Read& read) {
    const auto* given = find(name);
    if (given == nullptr) return {};
    std::vector<std::optional<T>> result;
    for (const auto& element : given->get_ref<const nlohmann::ordered_json::array_t&>()) {
      result.push_back(element.is_null() ? std::nullopt : std::optional<T>(read(element)));
    }
    return result;
  }
  template <typename T>
  [[nodiscard]] List<std::optional<T>> list_with_holes(const char* name) {
    return list_with_holes<T>(name, [](const nlohmann::ordered_json& element) { return element.get<T>(); });
  }
  /// A list of lists; null elements are lists that are not given.
  template <typename T, typename Read>
  [[nodiscard]] List<List<T>> nested_list(const char* name, const Read& read) {
    const auto* given = find(name);
    if (given == nullptr) return {};
    std::vector<List<T>> result;
    for (const auto& element : given->get_ref<const nlohmann::ordered_json::array_t&>()) {
      if (element.is_null()) {
        result.emplace_back();
        continue;
      }
      std::vector<T> inner;
      for (const auto& each : element.get_ref<const nlohmann::ordered_json::array_t&>())
        inner.push_back(read(each));
      result.emplace_back(std::move(inner));
    }
    return result;
  }
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

}  // namespace kili::driver
