// The commands that move assets: delete, review, requeue.

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/selection.hpp"

namespace kili::cli {
namespace {

struct MoveOptions {
  bool dry_run = false;
  AssetSelection selection{};
  bool yes = false;
};

/// What becomes of the assets.
struct Move {
  const char* verb;  ///< For --dry-run and the question.
  AssetActionOutcome (*carry_out)(const Client& client, const AssetSelection::Chosen& chosen,
                                  const CallOptions& call);
  bool asks;  ///< It cannot be undone.
};

template <typename Arguments,
          AssetActionOutcome (Client::*Method)(const Arguments&, const CallOptions&) const>
AssetActionOutcome carry_out_move(const Client& client, const AssetSelection::Chosen& chosen,
                                  const CallOptions& call) {
  Arguments arguments;
  chosen.name_assets(arguments);
  return (client.*Method)(arguments, call);
}

int run_move(Session& session, const MoveOptions& options, const Move& move) {
  const AssetSelection::Chosen chosen = options.selection.choose(session);
  if (options.dry_run) {
    write_dry_run(session, chosen, move.verb, nullptr);
    return exit_code::ok;
  }
  if (chosen.references.empty()) {
    session.note("no asset matches; nothing was sent");
    return exit_code::ok;
  }
  const std::string question = std::string("really ") + move.verb + " " +
                               std::to_string(chosen.references.size()) + " assets" +
                               (chosen.project_id.empty() ? "" : " of project " + chosen.project_id) + "?";
  if (move.asks && !is_agreed(options.yes, question)) {
    session.note("nothing was sent");
    return exit_code::interrupted;
  }
  return write_outcome(session, move.carry_out(session.client(), chosen, session.call()));
}

void add_move_command(CLI::App& program, Action& chosen, const char* name, const char* help,
                      const Move& move) {
  const auto options = std::make_shared<MoveOptions>();
  CLI::App* const command = program.add_subcommand(name, help);
  command->add_flag("--dry-run", options->dry_run,
                    "Says what would be sent, and sends nothing that changes anything");
  if (move.asks) command->add_flag("-y,--yes", options->yes, "Does not ask");
  options->selection.add_to(*command);
  command->callback([options, move, &chosen] {
    chosen = [options, move](Session& session) { return run_move(session, *options, move); };
  });
}

}  // namespace

void add_delete_command(CLI::App& program, Action& chosen) {
  add_move_command(program, chosen, "delete", "Deletes assets of a project, with their labels",
                   {.verb = "delete",
                    .carry_out = &carry_out_move<DeleteManyFromDataset, &Client::delete_many_from_dataset>,
                    .asks = true});
}

void add_review_command(CLI::App& program, Action& chosen) {
  add_move_command(program, chosen, "review", "Puts assets into review",
                   {.verb = "put into review",
                    .carry_out = &carry_out_move<AddToReview, &Client::add_to_review>,
                    .asks = false});
}

void add_requeue_command(CLI::App& program, Action& chosen) {
  add_move_command(program, chosen, "requeue", "Sends assets back to the queue, to be labelled again",
                   {.verb = "send back to the queue",
                    .carry_out = &carry_out_move<SendBackToQueue, &Client::send_back_to_queue>,
                    .asks = false});
}

}  // namespace kili::cli
