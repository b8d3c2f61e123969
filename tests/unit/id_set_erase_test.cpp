#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "support/id_set.hpp"

using kili::support::IdSet;

TEST_CASE("ids that are taken out of a set leave the others in it") {
  IdSet ids;
  std::set<std::string> model;
  std::uint64_t state = 42;
  const auto next = [&] { return state = state * 6364136223846793005ULL + 1442695040888963407ULL; };
  for (int i = 0; i < 20'000; ++i) {
    const std::string id = std::to_string((next() >> 33U) % 700);
    if (next() >> 63U) {
      REQUIRE(ids.insert(id) == model.insert(id).second);
    } else {
      ids.erase(id);
      model.erase(id);
    }
    REQUIRE(ids.size() == model.size());
  }
  for (int i = 0; i < 700; ++i) {
    REQUIRE(ids.contains(std::to_string(i)) == model.contains(std::to_string(i)));
  }
}
