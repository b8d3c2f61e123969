// The program kili: the library's calls on a command line.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <utility>

#include "cli/commands/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interrupt.hpp"
#include "cli/option_names.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/shown_text.hpp"
#include "cli/terminal.hpp"
#include "kili/errors.hpp"
#include "kili/version.hpp"
#include "support/os/standard_descriptors.hpp"

namespace kili::cli {
namespace {

void say_error(const char* text) { std::fprintf(stderr, "kili: %s\n", shown_lines(text).c_str()); }

/// An option with a number of seconds, from `least` to a year.
void add_seconds(CLI::App& program, const char* name, double least,
                 std::optional<std::chrono::milliseconds>& value, const char* help) {
  constexpr double longest = 365.0 * 24 * 3600;
  program
      .add_option_function<double>(
          name,
          [&value](double seconds) {
            value = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
          },
          help)
      ->check(CLI::Range(least, longest))
      ->type_name("SECONDS");
}

void add_common_options(CLI::App& program, CommonOptions& options) {
  program.add_option("--config", options.config, "Configuration file")->type_name("FILE");
  add_seconds(program, "--deadline", 0.001, options.deadline,
              "Longest time of each call with all its requests, 0.001 or more; default: none");
  program.add_option("--endpoint", options.endpoint, "URL of the service")->type_name("URL");
  program
      .add_option_function<std::string>(
          "--format",
          [&options](const std::string& word) {
            const std::map<std::string, Format> formats{{"arrow", Format::arrow},
                                                        {"csv", Format::csv},
                                                        {"jsonl", Format::jsonl},
                                                        {"table", Format::table}};
            options.format = formats.at(word);
          },
          "Of the output; default: a table on a terminal, JSON lines elsewhere. arrow: a stream of the Arrow "
          "IPC format, of listings")
      ->check(CLI::IsMember({"table", "jsonl", "csv", "arrow"}));
  program
      .add_option("--key-file", options.key_file,
                  "File whose first line is the API key; default: KILI_API_KEY")
      ->type_name("FILE");
  program.add_option("--profile", options.profile, "Section of the configuration file")->type_name("NAME");
  program.add_flag("-q,--quiet", options.quiet, "Says errors and warnings only");
  add_seconds(
      program, "--retry-for", 0, options.retry_deadline,
      "How long a request is sent again while the service is down or busy; 0: not at all; default: 120");
}

void add_commands(CLI::App& program, Action& chosen) {
  add_projects_command(program, chosen);
  add_assets_command(program, chosen);
  add_labels_command(program, chosen);
  add_count_command(program, chosen);
  add_import_command(program, chosen);
  add_verify_command(program, chosen);
  add_download_command(program, chosen);
  add_export_command(program, chosen);
  add_predict_command(program, chosen);
  add_update_command(program, chosen);
  add_delete_command(program, chosen);
  add_review_command(program, chosen);
  add_requeue_command(program, chosen);
  add_doctor_command(program, chosen);
  add_sandbox_command(program, chosen);
  add_completion_command(program, chosen);
}

/// Before anything is asked for or changed.
void check_format(const CLI::App& program, const CommonOptions& options) {
  if (options.format != Format::arrow) return;
  const auto is_chosen = [&program](const char* command) { return program.got_subcommand(command); };
  if (!is_chosen("projects") && !is_chosen("assets") && !is_chosen("labels")) {
    throw IncompatibleArgumentsError(
        "--format arrow is for the listings of projects, assets and labels; give jsonl or csv");
  }
  if (is_terminal(Stream::out)) {
    throw IncompatibleArgumentsError(
        "--format arrow writes bytes that are not for a terminal; lead the output into a file or a program");
  }
}

int run(int argc, char** argv) {
  CLI::App program{"imports, lists, changes and exports what is in Kili projects", "kili"};
  program.set_version_flag("--version", std::string(kili::version()));
  program.require_subcommand(1);
  program.fallthrough();
  CommonOptions options;
  Action chosen;
  add_common_options(program, options);
  add_commands(program, chosen);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& success) {
    const int code = program.exit(success);  // --help, --version
    Output(Format::jsonl).flush();
    return code;
  } catch (const CLI::ParseError& error) {
    const auto unknown = program.remaining();
    const bool no_command = program.get_subcommands().empty() && !unknown.empty();
    say_error(no_command ? ("there is no command or option " + unknown.front()).c_str() : error.what());
    std::fputs("kili: `kili --help`, or --help behind a command, says what there is\n", stderr);
    return exit_code::usage;
  }
  check_format(program, options);
  watch_signals();
  Session session(std::move(options));
  return chosen(session);
}

}  // namespace
}  // namespace kili::cli

int main(int argc, char** argv) {
  kili::support::fill_closed_standard_descriptors();
  try {
    return kili::cli::run(argc, argv);
  } catch (const kili::cli::OutputClosed&) {
    return kili::cli::exit_code::closed_output;
  } catch (const kili::Error& error) {
    kili::cli::say_error(kili::cli::with_option_names(error.what()).c_str());
    return kili::cli::exit_code_of(error);
  } catch (const std::exception& error) {
    kili::cli::say_error(error.what());
    return kili::cli::exit_code::internal;
  }
}
