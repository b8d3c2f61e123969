#include "support/json_members.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "support/json_scanner.hpp"
#include "support/json_text.hpp"

namespace kili::support {
namespace {

/// A string as JSON text in ASCII, as all that is sent, with its escapes as they stand.
std::string ascii_text(const JsonString& string) {
  std::string out = "\"";
  std::string_view rest = string.raw;
  while (!rest.empty()) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    const auto other = std::find_if_not(rest.begin(), rest.end(), is_ascii);
    out.append(rest.begin(), other);
    const auto next = std::find_if(other, rest.end(), is_ascii);
    if (other != next) {
      const std::string text = spaced_ascii_json(nlohmann::json(std::string_view(other, next)));
      out.append(text, 1, text.size() - 2);
    }
    rest = std::string_view(next, rest.end());
  }
  return out + '"';
}

}  // namespace

/// Keeps the text of each member of the outermost object.
class MemberReader {
 public:
  explicit MemberReader(JsonMembers& members) : members_(members) {}

  // Interface of JsonScanner.
  void begin_object() { open('{'); }
  void end_object(std::size_t /*size*/) { close('}'); }
  void begin_array() {
    if (depth_ == 0) is_object_ = false;
    open('[');
  }
  void end_array(std::size_t /*size*/) { close(']'); }
  void name(const JsonString& name) {
    if (depth_ == 1) {
      // No two keys with different halves are the same.
      key_ = name.has_half_pair() ? std::string(name.raw) : name.value();
      key_text_ = ascii_text(name);
      value_.clear();
      return;
    }
    separate();
    value_ += ascii_text(name);
    value_ += ": ";
  }
  void string(const JsonString& string) { scalar(ascii_text(string)); }
  void number(const JsonNumber& number) { scalar(number.text); }
  void boolean(bool value) { scalar(value ? "true" : "false"); }
  void null() { scalar("null"); }

  [[nodiscard]] bool is_object() const noexcept { return is_object_; }

 private:
  void separate() {
    if (separator_) value_ += ", ";
    separator_ = false;
  }
  void scalar(std::string_view text) {
    if (depth_ == 0) is_object_ = false;
    separate();
    value_ += text;
    end_value();
  }
  void open(char bracket) {
    if (depth_++ == 0) return;
    separate();
    value_ += bracket;
  }
  void close(char bracket) {
    if (--depth_ == 0) return;
    value_ += bracket;
    end_value();
  }
  void end_value() {
    separator_ = depth_ > 1;
    if (depth_ == 1 && is_object_) members_.set(key_, key_text_, std::move(value_));
  }

  std::size_t depth_ = 0;
  bool is_object_ = true;
  std::string key_;
  std::string key_text_;
  JsonMembers& members_;
  bool separator_ = false;  ///< The next value in this array or object needs a comma before it.
  std::string value_;
};

std::optional<JsonMembers> JsonMembers::read(std::string_view text) {
  JsonMembers members;
  MemberReader reader(members);
  try {
    JsonScanner(text, reader).scan();
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
  return reader.is_object() ? std::optional(std::move(members)) : std::nullopt;
}

void JsonMembers::set(std::string_view key, std::string value) {
  set(key, spaced_ascii_json(nlohmann::json(key)), std::move(value));
}

void JsonMembers::set(std::string_view key, std::string key_text, std::string value) {
  const auto [place, is_new] = places_.try_emplace(std::string(key), members_.size());
  if (is_new) {
    members_.push_back({.key = std::string(key), .key_text = std::move(key_text), .value = std::move(value)});
  } else {
    members_[place->second].value = std::move(value);
  }
}

void JsonMembers::keep_only(const std::vector<std::string_view>& keys) {
  std::erase_if(members_, [&](const Member& member) {
    return std::find(keys.begin(), keys.end(), member.key) == keys.end();
  });
  places_.clear();
  for (std::size_t place = 0; place < members_.size(); ++place) places_.emplace(members_[place].key, place);
}

const std::string* JsonMembers::find(std::string_view key) const {
  const auto found = places_.find(std::string(key));
  return found == places_.end() ? nullptr : &members_[found->second].value;
}

std::string JsonMembers::text() const {
  std::string out = "{";
  for (const Member& member : members_) {
    if (out.size() > 1) out += ", ";
    out += member.key_text;
    out += ": ";
    out += member.value;
  }
  return out + "}";
}

}  // namespace kili::support
