#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/arrow_stream.hpp"
#include "cli/session.hpp"
#include "kili/errors.hpp"

namespace kili::cli {

/// Options of a command that lists records.
struct ListingOptions {
  std::optional<std::string> cursor{};
  std::vector<std::string> fields{};
  std::optional<std::size_t> first{};
  std::optional<std::size_t> page_size{};
  std::size_t skip = 0;

  void add_to(CLI::App& app);
  /// The fields to ask for: those given, on a terminal those that fit it, else those of the library.
  [[nodiscard]] List<std::string> fields_for(const Session& session,
                                             const std::vector<std::string>& table_fields) const;
  /// Sets the members that all arguments of listings have.
  template <typename Arguments>
  void fill(Arguments& arguments) const {
    arguments.cursor = cursor;
    arguments.disable_tqdm = true;
    arguments.first = first;
    if (page_size) arguments.page_size = *page_size;
    arguments.skip = skip;
  }
};

/// Writes the records of a range as they come. After an error, and when there may be more, says from where
/// the listing goes on.
/// @param columns of a table on a terminal.
template <typename Range>
int write_listing(Session& session, Range range, const ListingOptions& options,
                  std::vector<std::string> columns) {
  Output& output = session.output();
  if (output.format() == Format::csv || output.format() == Format::arrow) {
    const Table table = std::move(range).to_table();
    if (output.format() == Format::csv) {
      table.write_csv([&output](std::string_view rows) { output.write_csv(rows); });
    } else {
      write_arrow_stream(table, [&output](std::string_view bytes) { output.write(bytes); });
    }
    output.flush();
    return 0;
  }
  RecordWriter writer(output, std::move(columns));
  try {
    for (const auto& record : range) writer.add(record.json());
  } catch (const OutputError&) {
    throw;  // a cursor would go on behind records that nobody has got
  } catch (const Error&) {
    writer.finish();
    if (writer.count() > 0) {
      session.note("the listing ended after " + std::to_string(writer.count()) +
                   " records; go on with --cursor " + range.cursor());
    }
    throw;
  }
  writer.finish();
  if (options.first && writer.count() == *options.first) {
    session.note("there may be more; go on with --cursor " + range.cursor());
  }
  return 0;
}

}  // namespace kili::cli
