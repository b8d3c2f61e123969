// Lists a project and writes its assets as CSV and as NDJSON, a line an asset.
//
//   export_assets PROJECT ASSETS.csv ASSETS.ndjson
//
// Key and endpoint come from KILI_API_KEY and KILI_API_ENDPOINT.

#include <fmt/format.h>

#include <kili/kili.hpp>
#include <string>
#include <vector>

namespace {

void run(const std::string& project, const std::string& csv, const std::string& ndjson) {
  const kili::Client kili;
  const kili::Table table =
      kili.assets(project, {},
                  {.fields = {"id", "externalId", "priority", "consensusMark", "jsonMetadata",
                              "labels.labelType", "labels.author.email", "labels.createdAt"}})
          .to_table();
  table.write_csv(csv);
  table.write_ndjson(ndjson);

  fmt::print("{} assets\n", table.row_count());
  for (std::size_t i = 0; i < table.column_count(); ++i) {
    const kili::TableColumn column = table.column_at(i);
    fmt::print("  {:14} {:8} {} missing\n", column.name(), kili::to_string(column.type()),
               column.null_count());
  }
  double sum = 0;
  std::size_t count = 0;
  for (const auto mark : table.column("consensusMark").numbers()) {
    if (!mark) continue;
    sum += *mark;
    ++count;
  }
  if (count > 0) fmt::print("mean consensus {:.3f}\n", sum / static_cast<double>(count));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 3) {
    fmt::print(stderr, "usage: export_assets PROJECT ASSETS.csv ASSETS.ndjson\n");
    return 2;
  }
  try {
    run(arguments[0], arguments[1], arguments[2]);
  } catch (const kili::Error& error) {
    fmt::print(stderr, "{}: {}\n", error.type(), error.what());
    return 1;
  }
  return 0;
}
