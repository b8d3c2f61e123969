#include "support/json_members.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "support/json_text.hpp"

namespace kili::support {
namespace {

using nlohmann::json;

std::string quoted(const std::string& text) { return json(text).dump(-1, ' ', true); }

/// Keeps the text of each member of the outermost object while the parser reads it.
class MemberReader {
 public:
  explicit MemberReader(JsonMembers& members) : members_(members) {}

  // Interface of nlohmann::json::sax_parse.
  bool null() { return scalar("null"); }
  bool boolean(bool value) { return scalar(value ? "true" : "false"); }
  bool number_integer(json::number_integer_t value) { return scalar(json(value).dump()); }
  bool number_unsigned(json::number_unsigned_t value) { return scalar(json(value).dump()); }
  bool number_float(json::number_float_t /*value*/, const json::string_t& digits) { return scalar(digits); }
  bool string(const json::string_t& value) { return scalar(quoted(value)); }
  bool binary(const json::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open('{'); }
  bool end_object() { return close('}'); }
  bool start_array(std::size_t /*size*/) { return open('['); }
  bool end_array() { return close(']'); }
  bool key(const json::string_t& name) {
    if (depth_ == 1) {
      key_ = name;
      value_.clear();
      return true;
    }
    separate();
    value_ += quoted(name);
    value_ += ": ";
    separator_ = false;
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    return false;
  }

 private:
  void separate() {
    if (separator_) value_ += ", ";
    separator_ = false;
  }
  bool scalar(std::string_view text) {
    if (depth_ == 0) return false;
    separate();
    value_ += text;
    return end_value();
  }
  bool open(char bracket) {
    if (depth_ == 0 && bracket != '{') return false;
    if (depth_++ == 0) return true;
    separate();
    value_ += bracket;
    return true;
  }
  bool close(char bracket) {
    if (--depth_ == 0) return true;
    value_ += bracket;
    return end_value();
  }
  bool end_value() {
    separator_ = depth_ > 1;
    if (depth_ == 1) members_.set(key_, std::move(value_));
    return true;
  }

  std::size_t depth_ = 0;
  std::string key_;
  JsonMembers& members_;
  bool separator_ = false;  ///< The next value in this array or object needs a comma before it.
  std::string value_;
};

}  // namespace

std::optional<JsonMembers> JsonMembers::read(std::string_view text) {
  if (is_nested_too_deep(text)) return std::nullopt;
  JsonMembers members;
  MemberReader reader(members);
  if (!json::sax_parse(text, &reader)) return std::nullopt;
  return members;
}

void JsonMembers::set(std::string_view key, std::string value) {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [key](const auto& member) { return member.first == key; });
  if (found == members_.end()) {
    members_.emplace_back(key, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

void JsonMembers::keep_only(const std::vector<std::string_view>& keys) {
  std::erase_if(members_, [&](const auto& member) {
    return std::find(keys.begin(), keys.end(), member.first) == keys.end();
  });
}

const std::string* JsonMembers::find(std::string_view key) const noexcept {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [key](const auto& member) { return member.first == key; });
  return found == members_.end() ? nullptr : &found->second;
}

std::string JsonMembers::text() const {
  std::string out = "{";
  for (const auto& [key, value] : members_) {
    if (out.size() > 1) out += ", ";
    out += quoted(key);
    out += ": ";
    out += value;
  }
  return out + "}";
}

}  // namespace kili::support
