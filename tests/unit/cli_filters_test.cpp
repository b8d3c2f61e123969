// Every filter of the library is an option of the program kili.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "cli/filter_tables.hpp"
#include "header_members.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

std::vector<std::string> filters_declared(const std::string& header, const char* name) {
  return data_members(read_file(KILI_TESTS_DIR "/../include/kili/" + header), name);
}

/// Collects the names of a table, each of which must have a help.
template <typename Filters, typename Visit>
std::vector<std::string> filters_in_table(const Visit& visit) {
  Filters filters;
  std::vector<std::string> names;
  visit(filters, [&names](const char* name, const auto& /*member*/, const std::string& help) {
    INFO(name);
    CHECK(!help.empty());
    names.emplace_back(name);
  });
  return names;
}

}  // namespace

TEST_CASE("the tables of the program kili have every filter of the library") {
  CHECK(filters_in_table<AssetFilters>([](auto& f, const auto& v) { cli::visit_asset_filters(f, v); }) ==
        filters_declared("assets/asset_filters.hpp", "AssetFilters"));
  CHECK(filters_in_table<LabelFilters>([](auto& f, const auto& v) { cli::visit_label_filters(f, v); }) ==
        filters_declared("labels/label_filters.hpp", "LabelFilters"));
  CHECK(filters_in_table<ProjectFilters>([](auto& f, const auto& v) { cli::visit_project_filters(f, v); }) ==
        filters_declared("projects/project_filters.hpp", "ProjectFilters"));
}
