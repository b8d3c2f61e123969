#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kili::graphql {

/// True for a name of GraphQL's grammar: a letter or "_", then letters, digits or "_".
[[nodiscard]] bool is_name(std::string_view text) noexcept;

/// The selection set of dotted field names: {"id", "labels.id", "labels.author.email"} gives
/// "labels { author { email } id } id", one field a line. Repeated names count once; order of first mention.
/// An inline fragment, "... on Asset { id }", may stand for a field, and behind a dotted name for a field
/// below it: "labels.annotations ... on TranscriptionAnnotation { chatItemId }".
/// Every part is checked against the grammar, so a field can never bring other query text in.
/// @param indent spaces before each line.
/// @throws ValidationError naming the field, and when a field is asked for both as a whole and in parts.
[[nodiscard]] std::string selection_of(std::span<const std::string> fields, std::size_t indent);

}  // namespace kili::graphql
