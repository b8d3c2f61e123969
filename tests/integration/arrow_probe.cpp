// A module with a C entry point, which tests/integration/arrow_test.py loads: makes a table of records and
// exports it.

#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/assets/asset_fields.hpp"
#include "kili/arrow.hpp"
#include "table/table_builder.hpp"

/// @param fields JSON array of requested fields. @param records JSON array of objects.
/// @return 0, or 1 when it said on stderr what is wrong.
extern "C" __attribute__((visibility("default"))) int kili_probe_export(const char* fields,
                                                                        const char* records,
                                                                        std::size_t group_rows,
                                                                        std::size_t batch_rows,
                                                                        ArrowArrayStream* out) {
  try {
    const auto names = nlohmann::json::parse(fields).get<std::vector<std::string>>();
    kili::detail::TableBuilder builder(names, &kili::api::asset_column_type, {.rows = group_rows});
    for (const auto& record : nlohmann::json::parse(records)) builder.append(record);
    kili::Table(std::move(builder).finish()).export_to(out, batch_rows);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
