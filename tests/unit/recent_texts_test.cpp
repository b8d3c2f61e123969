#include "engine/recent_texts.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

namespace kili::test {
namespace {

using engine::RecentTexts;
using std::chrono::seconds;

constexpr support::Clock::TimePoint start{};

}  // namespace

TEST_CASE("a replaced text that is read once more stands for what replaced it") {
  RecentTexts texts;
  CHECK(texts.current("a", "{}", start) == "{}");
  texts.note("a", "{}", R"({"k": 1})", start);
  CHECK(texts.current("a", "{}", start + seconds(1)) == R"({"k": 1})");
  CHECK(texts.current("b", "{}", start + seconds(1)) == "{}");
  // What another client has written is what counts.
  CHECK(texts.current("a", R"({"other": 1})", start + seconds(1)) == R"({"other": 1})");

  texts.note("a", R"({"k": 1})", R"({"k": 2})", start + seconds(2));
  for (const std::string old : {"{}", R"({"k": 1})", R"({"k": 2})"}) {
    CHECK(texts.current("a", old, start + seconds(3)) == R"({"k": 2})");
  }
}

TEST_CASE("replaced texts are remembered as long as reads may lag") {
  RecentTexts texts;
  texts.note("a", "{}", R"({"k": 1})", start);
  CHECK(texts.current("a", "{}", start + seconds(5)) == "{}");
}

TEST_CASE("of very large replaced texts the oldest are forgotten") {
  RecentTexts texts;
  const std::string large(9'000'000, 'x');
  texts.note("a", "{}", large, start);
  texts.note("b", "{}", large, start + seconds(1));
  CHECK(texts.current("a", "{}", start + seconds(2)) == "{}");
  CHECK(texts.current("b", "{}", start + seconds(2)) == large);
  // More than all that is remembered: nothing is, and nothing breaks.
  texts.note("c", "{}", large + large, start + seconds(2));
  CHECK(texts.current("c", "{}", start + seconds(2)) == "{}");
}

}  // namespace kili::test
