#include "readers/file_losses.hpp"

#include <fmt/format.h>

#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t longest_place = 400;
constexpr std::size_t longest_why = 500;

std::string sentence_of(std::string_view place, std::string_view why) {
  return fmt::format("{}: {}", support::shown_text(place, longest_place),
                     support::shown_text(why, longest_why));
}

}  // namespace

void FileLosses::add(std::string_view place, std::string_view why) {
  sentences_.push_back(sentence_of(place, why));
}

void FileLosses::add_once(std::string_view place, std::string_view why) {
  std::string sentence = sentence_of(place, why);
  if (once_.insert(sentence).second) sentences_.push_back(std::move(sentence));
}

std::string place_of_file(std::string_view path) { return fmt::format("'{}'", support::shown_path(path)); }

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
