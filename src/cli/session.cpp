#include "cli/session.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <utility>

#include "cli/interrupt.hpp"
#include "cli/shown_text.hpp"
#include "cli/terminal.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

std::string key_in(const std::filesystem::path& path) {
  std::ifstream stream(path);
  std::string line;
  if (!stream || !std::getline(stream, line)) {
    throw FileError("--key-file: " + path.string() +
                    " cannot be read, or is empty; give a file whose first " + "line is the API key");
  }
  const auto end = line.find_last_not_of(" \t\r");
  if (end == std::string::npos) {
    throw ValidationError("--key-file: the first line of " + path.string() +
                          " is empty; put the API key there");
  }
  return line.substr(0, end + 1);
}

Format format_for(const CommonOptions& options) {
  return options.format.value_or(is_terminal(Stream::out) ? Format::table : Format::jsonl);
}

}  // namespace

Session::Session(CommonOptions options)
    : options_(std::move(options)),
      errors_(std::make_shared<ErrorStream>(options_.quiet)),
      output_(format_for(options_)) {}

ClientOptions Session::client_options() const {
  ClientOptions result;
  result.api_endpoint = options_.endpoint;
  if (options_.key_file) result.api_key = key_in(*options_.key_file);
  result.client_name = "kili-cli";
  result.config_file = options_.config;
  result.message_sink = errors_;
  result.profile = options_.profile;
  if (const auto retried = options_.retry_deadline) {
    result.retry_deadline = std::max(*retried, std::chrono::milliseconds{1});
    if (*retried == std::chrono::milliseconds::zero()) result.max_retries = 0;
  }
  // The check of the key when the client is made is no call with options of its own.
  if (const auto deadline = options_.deadline) {
    result.request_timeout = std::min(result.request_timeout, *deadline);
    result.retry_deadline = std::min(result.retry_deadline, *deadline);
  }
  return result;
}

const Client& Session::client() {
  if (!client_) client_.emplace(client_options());
  return *client_;
}

CallOptions Session::call() const {
  CallOptions result;
  result.deadline = options_.deadline;
  if (errors_->shows_progress()) {
    result.on_progress = [errors = errors_](const Progress& progress) { errors->show(progress); };
  }
  result.stop_token = interrupt_token();
  return result;
}

CallOptions Session::listing_call() const {
  CallOptions result = call();
  if (is_terminal(Stream::out)) result.on_progress = {};
  return result;
}

void Session::note(std::string_view text) const {
  if (!options_.quiet) errors_->say(text);
}

void ProjectChoice::add_to(CLI::App& app) {
  auto* const id = app.add_option("--project", id_, "Id of the project")->type_name("ID");
  app.add_option("--project-title", title_, "Title of the project, exactly")
      ->type_name("TITLE")
      ->excludes(id);
}

std::string ProjectChoice::id(Session& session) const {
  if (!id_.empty()) return id_;
  if (title_.empty())
    throw MissingArgumentError("the project is not named; give --project ID or --project-title TITLE");
  return std::string(session.client().find_project_by_title(title_, {"id"}, session.call()).id());
}

bool is_agreed(bool yes, std::string_view question) {
  if (yes) return true;
  if (!is_terminal(Stream::in)) {
    throw MissingArgumentError(
        "there is no terminal to ask on; give --yes to go ahead, or --dry-run to see what would be sent");
  }
  const EndAtOnce end_at_once;
  return ask(shown(question));
}

}  // namespace kili::cli
