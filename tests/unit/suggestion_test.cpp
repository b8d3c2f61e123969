#include <array>
#include <catch2/catch.hpp>
#include <string_view>

#include "support/suggestion.hpp"

using kili::support::edit_distance;

namespace {

std::string question_for(std::string_view wanted) {
  constexpr auto names = std::to_array<std::string_view>({"CAR", "TRUCK", "TRUNK", "PEDESTRIAN_CROSSING"});
  return kili::support::did_you_mean(wanted, names, [](std::string_view name) { return name; });
}

}  // namespace

TEST_CASE("edits are counted without regard to case") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("Truck", "TRUCK") == 0);
  CHECK(edit_distance("TRUK", "TRUCK") == 1);
  CHECK(edit_distance("TRCUK", "TRUCK") == 1);  // neighbours exchanged
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ab", "ba") == 1);
  CHECK(edit_distance("abcd", "badc") == 2);
}

TEST_CASE("a misspelt name is told from one that is another word") {
  CHECK(question_for("TRUK") == "; did you mean 'TRUCK'?");
  CHECK(question_for("car") == "; did you mean 'CAR'?");
  CHECK(question_for("pedestrain_crosing") == "; did you mean 'PEDESTRIAN_CROSSING'?");
  CHECK(question_for("TRUNC") == "; did you mean 'TRUNK'?");
  CHECK(question_for("BUS").empty());
  CHECK(question_for("").empty());
  CHECK(question_for("X").empty());
  CHECK(question_for(std::string(100'000, 'A')).empty());
}
