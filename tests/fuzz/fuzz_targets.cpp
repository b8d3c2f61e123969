#include "fuzz_targets.hpp"

#include <algorithm>
#include <array>

namespace kili::fuzz {
namespace {

constexpr std::array<FuzzTarget, 15> all_fuzz_targets{{
    {"category_search", fuzz_category_search},
    {"chats", fuzz_chats},
    {"content_codings", fuzz_content_codings},
    {"csv", fuzz_csv},
    {"dates", fuzz_dates},
    {"field_paths", fuzz_field_paths},
    {"graphql", fuzz_graphql},
    {"http_requests", fuzz_http_requests},
    {"image_sizes", fuzz_image_sizes},
    {"journals", fuzz_journals},
    {"json", fuzz_json},
    {"label_files", fuzz_label_files},
    {"labels", fuzz_labels},
    {"records", fuzz_records},
    {"urls", fuzz_urls},
}};

}  // namespace

std::span<const FuzzTarget> fuzz_targets() noexcept { return all_fuzz_targets; }

const FuzzTarget* find_fuzz_target(std::string_view name) noexcept {
  const auto* const found = std::find_if(all_fuzz_targets.begin(), all_fuzz_targets.end(),
                                         [name](const FuzzTarget& target) { return target.name == name; });
  return found == all_fuzz_targets.end() ? nullptr : found;
}

}  // namespace kili::fuzz
