#include "sandbox/projects/project_filter.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "graphql_server/engine.hpp"
#include "sandbox/store/json_access.hpp"
#include "sandbox/store/organization.hpp"
#include "support/text.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

template <typename T>
std::optional<T> value_of(const json& where, const char* key) {
  const json* const value = present(where, key);
  return value == nullptr ? std::nullopt : std::optional(value->get<T>());
}

std::optional<ParsedDate> date_of(const json& where, const char* key) {
  const auto text = value_of<std::string>(where, key);
  if (!text) return std::nullopt;
  const auto date = parse_date(*text);
  if (!date)
    throw graphql::ResolverError(fmt::format("[invalidInput] \"{}\" is not an ISO 8601 date", *text));
  return date;
}

std::optional<Milliseconds> first_moment(const json& where, const char* key) {
  const auto date = date_of(where, key);
  return date ? std::optional(date->begin) : std::nullopt;
}

std::optional<Milliseconds> last_moment(const json& where, const char* key) {
  const auto date = date_of(where, key);
  return date ? std::optional(date->end) : std::nullopt;
}

bool is_within(Milliseconds when, const std::optional<Milliseconds>& from,
               const std::optional<Milliseconds>& until) {
  return (!from || when >= *from) && (!until || when <= *until);
}

/// A character of a pattern.
struct PatternCharacter {
  enum class Kind {
    any_characters,
    one_character,
    literal
  };
  Kind kind = Kind::literal;
  std::string text{};  ///< Of a literal, in lower case.
};

/// Takes the next character of a text in UTF-8; a byte that begins none counts as one.
std::string take_character(std::string_view& text) {
  const std::size_t length = std::max<std::size_t>(support::utf8_length(text), 1);
  std::string character = support::to_lower(text.substr(0, length));
  text.remove_prefix(length);
  return character;
}

std::vector<PatternCharacter> read_pattern(std::string_view pattern) {
  using Kind = PatternCharacter::Kind;
  std::vector<PatternCharacter> characters;
  while (!pattern.empty()) {
    std::string character = take_character(pattern);
    if (character == "%") {
      characters.push_back({.kind = Kind::any_characters});
    } else if (character == "_") {
      characters.push_back({.kind = Kind::one_character});
    } else {
      if (character == "\\" && !pattern.empty()) character = take_character(pattern);
      characters.push_back({.kind = Kind::literal, .text = std::move(character)});
    }
  }
  return characters;
}

}  // namespace

bool is_like(std::string_view text, std::string_view pattern) {
  using Kind = PatternCharacter::Kind;
  std::vector<std::string> characters;
  while (!text.empty()) characters.push_back(take_character(text));
  // reached[i]: the pattern so far fits the first i characters.
  std::vector<bool> reached(characters.size() + 1, false);
  reached[0] = true;
  for (const PatternCharacter& wanted : read_pattern(pattern)) {
    std::vector<bool> next(reached.size(), false);
    for (std::size_t i = 0; i < reached.size(); ++i) {
      if (wanted.kind == Kind::any_characters) {
        next[i] = reached[i] || (i > 0 && next[i - 1]);
      } else if (i > 0 && reached[i - 1]) {
        next[i] = wanted.kind == Kind::one_character || wanted.text == characters[i - 1];
      }
    }
    reached = std::move(next);
  }
  return reached.back();
}

ProjectFilter::ProjectFilter(const json& where)
    : archived_(value_of<bool>(where, "archived")),
      created_from_(first_moment(where, "createdAtGte")),
      created_until_(last_moment(where, "createdAtLte")),
      deleted_too_(value_of<bool>(where, "deleted").value_or(false)),
      id_(value_of<std::string>(where, "id")),
      organization_(value_of<std::string>(where, "organizationId")),
      relaunches_kpi_(value_of<bool>(where, "shouldRelaunchKpiComputation")),
      search_(value_of<std::string>(where, "searchQuery")),
      starred_(value_of<bool>(where, "starred")),
      tag_ids_(value_of<std::vector<std::string>>(where, "tagIds")),
      updated_from_(first_moment(where, "updatedAtGte")),
      updated_until_(last_moment(where, "updatedAtLte")) {}

bool ProjectFilter::matches_settings(const ProjectInfo& info) const {
  const auto fits = [&info](const std::optional<bool>& wanted, const char* name) {
    return !wanted || info.is_set(name) == *wanted;
  };
  return (deleted_too_ || !info.is_set("deleted")) && fits(archived_, "archived") &&
         fits(starred_, "starred") && fits(relaunches_kpi_, "shouldRelaunchKpiComputation");
}

bool ProjectFilter::matches_dates(const ProjectInfo& info) const {
  return is_within(info.created_at, created_from_, created_until_) &&
         is_within(info.updated_at, updated_from_, updated_until_);
}

bool ProjectFilter::has_tag(const std::string& project_id, const Store& store) const {
  if (!tag_ids_) return true;
  return std::any_of(store.tags().begin(), store.tags().end(), [&](const Tag& tag) {
    const auto& projects = tag.checked_for_projects;
    return std::find(tag_ids_->begin(), tag_ids_->end(), tag.id) != tag_ids_->end() &&
           std::find(projects.begin(), projects.end(), project_id) != projects.end();
  });
}

bool ProjectFilter::matches(const Project& project, const Store& store) const {
  const ProjectInfo& info = project.info;
  return (!id_ || info.id == *id_) && (!organization_ || *organization_ == organization_id) &&
         (!search_ || is_like(info.title, *search_) || is_like(info.description, *search_)) &&
         matches_settings(info) && matches_dates(info) && has_tag(info.id, store);
}

}  // namespace kili::sandbox
