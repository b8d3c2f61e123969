#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kili::support {

/// The members of a JSON object in their order, each value as text. Values are not read, so that members that
/// are only passed on stay exactly what they were: digits, NaN and halves of surrogate pairs, which Python's
/// json writes.
class JsonMembers {
 public:
  /// @return nothing when the text is not a JSON object or nested too deep. Takes what JsonScanner takes. Of
  /// a repeated key the last value counts.
  [[nodiscard]] static std::optional<JsonMembers> read(std::string_view text);

  /// @param value JSON text.
  void set(std::string_view key, std::string value);
  /// Keeps only members of these keys.
  void keep_only(const std::vector<std::string_view>& keys);
  /// The value's JSON text, or nothing.
  [[nodiscard]] const std::string* find(std::string_view key) const;
  /// The object as text, spaced as spaced_ascii_json() does.
  [[nodiscard]] std::string text() const;

 private:
  friend class MemberReader;

  struct Member {
    std::string key;
    std::string key_text;  ///< As JSON text.
    std::string value;
  };

  void set(std::string_view key, std::string key_text, std::string value);

  std::vector<Member> members_;
  std::unordered_map<std::string, std::size_t> places_;  ///< Of keys among the members.
};

}  // namespace kili::support
