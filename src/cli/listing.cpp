#include "cli/listing.hpp"

#include <CLI/CLI.hpp>

#include "cli/terminal.hpp"
#include "cli/whole_number.hpp"

namespace kili::cli {

void ListingOptions::add_to(CLI::App& app) {
  app.add_option("--cursor", cursor, "Goes on behind what an earlier listing has delivered")
      ->type_name("CURSOR");
  app.add_option("--fields", fields, "Fields to ask for, nested ones with dots; commas between them")
      ->type_name("FIELD,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  take_whole_number(app.add_option("--first", first, "Most records to list")->type_name("NUMBER"));
  take_whole_number(
      app.add_option("--page-size", page_size, "Records per request, 1 to 1000")->type_name("NUMBER"));
  take_whole_number(app.add_option("--skip", skip, "Number of records to skip")->type_name("NUMBER"));
}

List<std::string> ListingOptions::fields_for(const Session& session,
                                             const std::vector<std::string>& table_fields) const {
  if (!fields.empty()) return {fields};
  // Everything that the library asks for by default does not fit a terminal.
  const Format format =
      session.options().format.value_or(is_terminal(Stream::out) ? Format::table : Format::jsonl);
  return format == Format::table ? List<std::string>(table_fields) : List<std::string>();
}

}  // namespace kili::cli
