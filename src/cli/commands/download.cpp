#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/filters.hpp"
#include "cli/listing.hpp"
#include "cli/whole_number.hpp"

namespace kili::cli {
namespace {

struct DownloadOptions {
  AssetFilters filters{};
  std::filesystem::path folder{};
  std::optional<std::uint64_t> largest{};
  ListingOptions listing{};
  ProjectChoice project{};
};

int download(Session& session, const DownloadOptions& options) {
  AssetsArguments arguments;
  options.listing.fill(arguments);
  arguments.download_media = true;
  arguments.fields = {"id", "externalId", "content", "jsonContent"};
  arguments.largest_media_file = options.largest;
  arguments.local_media_dir = options.folder;
  const std::string project = options.project.id(session);
  return write_listing(session,
                       session.client().assets(project, options.filters, arguments, session.listing_call()),
                       options.listing, {"externalId", "content"});
}

}  // namespace

void add_download_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<DownloadOptions>();
  CLI::App* const command = program.add_subcommand("download", "Downloads the media of assets into a folder");
  command->add_option("folder", options->folder, "Created if it does not exist")
      ->type_name("DIR")
      ->required();
  options->project.add_to(*command);
  take_whole_number(command->add_option("--largest-media-file", options->largest, "A larger one is an error")
                        ->type_name("BYTES"));
  take_whole_number(
      command->add_option("--first", options->listing.first, "Most assets")->type_name("NUMBER"));
  take_whole_number(
      command->add_option("--skip", options->listing.skip, "Number of assets to skip")->type_name("NUMBER"));
  command->add_option("--cursor", options->listing.cursor, "Goes on behind what an earlier run has delivered")
      ->type_name("CURSOR");
  add_filters(*command, options->filters);
  command->callback(
      [options, &chosen] { chosen = [options](Session& session) { return download(session, *options); }; });
}

}  // namespace kili::cli
