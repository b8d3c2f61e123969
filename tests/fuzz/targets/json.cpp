#include "support/json_text.hpp"

#include <algorithm>

#include <optional>
#include <stdexcept>
#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "kili/errors.hpp"
#include "kili/json.hpp"
#include "support/json_members.hpp"

namespace kili::fuzz {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::optional<json> json_or_nothing(std::string_view text, support::WideIntegers wide) {
  std::optional<json> value;
  static_cast<void>(parses<std::invalid_argument>([&] { value = support::parse_json(text, wide); }));
  return value;
}

void check_written(const json& value) {
  const std::string compact = support::compact_json(value);
  const json again = support::parse_json(compact, support::WideIntegers::digits);
  require(support::compact_json(again) == compact, "JSON that was written is the same");
  std::string spaced;
  const bool is_writable = parses<std::invalid_argument>([&] { spaced = support::spaced_ascii_json(value); });
  require(parses<std::invalid_argument>([&] { support::check_writable_json(value); }) == is_writable,
          "JSON that can be written passes the check, and no other does");
  if (!is_writable) return;
  require(support::spaced_ascii_size(value) == spaced.size(),
          "the length of JSON text is known without writing it");
  require(support::parse_json(spaced, support::WideIntegers::digits) == value, "JSON in ASCII is the same");
}

void check_members(std::string_view text, const std::optional<json>& value) {
  const auto members = support::JsonMembers::read(text);
  if (value)
    require(members.has_value() == value->is_object(),
            "the members of an object are read, of no other value");
  if (!members || !value) return;
  require(support::parse_json(members->text(), support::WideIntegers::digits) == *value ||
              !parses<std::invalid_argument>([&] { support::check_writable_json(*value); }),
          "the members of an object are those that the parser reads");
  for (const auto& [key, member] : value->items()) {
    require(members->find(key) != nullptr, "each member of an object is found");
  }
}

}  // namespace

void fuzz_json(std::string_view input) {
  const auto value = json_or_nothing(input, support::WideIntegers::digits);
  const auto doubles = json_or_nothing(input, support::WideIntegers::doubles);
  require(value.has_value() == doubles.has_value(), "the same texts are JSON, whatever becomes of integers");
  check_members(input, value);
  static_cast<void>(parses<ValidationError>([&] {
    const Json given = Json::parse(input);
    require(value && support::compact_json(given.get()) == support::compact_json(*value),
            "JSON of a caller is what the parser reads");
  }));
  if (!value) {
    // A strict parser takes nothing that this one does not, but what is nested too deep, and what follows a
    // NUL.
    const auto brackets =
        std::count_if(input.begin(), input.end(), [](char c) { return c == '[' || c == '{'; });
    const bool is_other = static_cast<std::size_t>(brackets) > support::max_json_depth ||
                          input.find('\0') != std::string_view::npos;
    require(is_other || !json::accept(input), "JSON is read");
    return;
  }
  check_written(*value);
  support::JsonBudget little(value->size() * sizeof(json));
  const bool fits = parses<support::JsonTooLarge>(
      [&] { static_cast<void>(support::parse_json(input, support::WideIntegers::digits, &little)); });
  require(fits == (little.used() <= value->size() * sizeof(json)),
          "JSON is read within its budget, or not at all");
  ordered_json ordered = support::parse_ordered_json(input, support::WideIntegers::digits);
  require(json(ordered) == *value || support::compact_json(json(ordered)) == support::compact_json(*value),
          "JSON in order is the same JSON");
  require(support::is_same_json(input, input), "a text is the same JSON as itself");
}

}  // namespace kili::fuzz
