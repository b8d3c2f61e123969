#pragma once

#include <span>
#include <string_view>

/// @file
/// What is fuzzed: one function for each parser. It takes any bytes, and ends the program with a message when
/// the parser does something that it promises not to do (fuzz_properties.hpp). The same functions run under
/// libFuzzer (kili_fuzzer) and on the committed inputs and seeded changes of them (kili_fuzz_replay).

namespace kili::fuzz {

void fuzz_category_search(std::string_view input);  ///< Label category searches.
void fuzz_chats(std::string_view input);            ///< Chats, rich and plain texts of an import.
void fuzz_content_codings(std::string_view input);  ///< Content-Encoding, gzip and deflate.
void fuzz_csv(std::string_view input);              ///< CSV.
void fuzz_dates(std::string_view input);            ///< HTTP dates, Retry-After, ISO 8601.
void fuzz_field_paths(std::string_view input);      ///< Field names of listings.
void fuzz_graphql(std::string_view input);        ///< The sandbox's GraphQL: lexer to execution, and schemas.
void fuzz_http_requests(std::string_view input);  ///< The sandbox's HTTP/1.1.
void fuzz_image_sizes(std::string_view input);    ///< Headers of images.
void fuzz_journals(std::string_view input);       ///< Journals of imports.
void fuzz_json(std::string_view input);           ///< JSON text.
void fuzz_label_files(std::string_view input);    ///< COCO, YOLO, Pascal VOC and GeoJSON files.
void fuzz_labels(std::string_view input);         ///< Answers of labels.
void fuzz_records(std::string_view input);        ///< Assets as the service gives them.
void fuzz_urls(std::string_view input);           ///< URLs, redirects, where a key may go, URLs in messages.

struct FuzzTarget {
  std::string_view name;  ///< Also the folder of its inputs in corpora/.
  void (*run)(std::string_view input);
};

/// All of them, in order of their names.
[[nodiscard]] std::span<const FuzzTarget> fuzz_targets() noexcept;
/// Null when there is none of that name.
[[nodiscard]] const FuzzTarget* find_fuzz_target(std::string_view name) noexcept;

}  // namespace kili::fuzz
