#pragma once

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili::observers {

/// Appends a text as a JSON string, whatever its bytes.
inline void append_text(std::string& out, std::string_view text) {
  if (support::is_valid_utf8(text)) {
    support::append_json_string(out, text);
  } else {
    support::append_json_string(out, support::printable(text, '?'));
  }
}

[[nodiscard]] inline double milliseconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// Writes a JSON object member by member, with less work than a tree of values takes. Names have no
/// characters to escape.
class JsonObject {
 public:
  [[nodiscard]] static JsonObject with(std::string_view name, std::string_view text) {
    JsonObject object;
    object.add(name, text);
    return object;
  }

  void add(std::string_view name, std::string_view text) {
    begin_member(name);
    append_text(out_, text);
  }
  void add(std::string_view name, const char* text) { add(name, std::string_view(text)); }
  void add(std::string_view name, bool value) { add_json(name, value ? "true" : "false"); }
  void add(std::string_view name, std::uint64_t number) {
    begin_member(name);
    fmt::format_to(std::back_inserter(out_), "{}", number);
  }
  /// With three digits behind the point.
  void add_milliseconds(std::string_view name, std::chrono::nanoseconds time) {
    begin_member(name);
    fmt::format_to(std::back_inserter(out_), "{:.3f}", milliseconds_of(time));
  }
  /// @param json JSON text.
  void add_json(std::string_view name, std::string_view json) {
    begin_member(name);
    out_ += json;
  }
  /// The text of the whole object. Once.
  [[nodiscard]] std::string take() {
    out_ += '}';
    return std::move(out_);
  }

 private:
  void begin_member(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    out_.append(1, '"').append(name).append("\":");
  }

  std::string out_ = "{";
};

}  // namespace kili::observers
