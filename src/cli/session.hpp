#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/cli_fwd.hpp"
#include "cli/output.hpp"
#include "cli/progress_line.hpp"
#include "kili/client.hpp"

namespace kili::cli {

/// Options of the program that all commands have.
struct CommonOptions {
  std::optional<std::filesystem::path> config{};
  /// Of each call.
  std::optional<std::chrono::milliseconds> deadline{};
  std::optional<std::string> endpoint{};
  std::optional<Format> format{};
  std::optional<std::filesystem::path> key_file{};
  std::optional<std::string> profile{};
  bool quiet = false;
  std::optional<std::chrono::milliseconds> retry_deadline{};
};

/// What a command works with: the client, made when it is first needed, and the streams.
class Session {
 public:
  explicit Session(CommonOptions options);

  [[nodiscard]] const Client& client();
  /// Options of the client, for a command that makes one of its own.
  [[nodiscard]] ClientOptions client_options() const;
  /// Options of a call: it shows its progress, and ends when the user interrupts the program.
  [[nodiscard]] CallOptions call() const;
  /// The same of a listing, whose records are written as they come: no progress between them on a terminal.
  [[nodiscard]] CallOptions listing_call() const;
  [[nodiscard]] Output& output() noexcept { return output_; }
  [[nodiscard]] ErrorStream& errors() const noexcept { return *errors_; }
  [[nodiscard]] const CommonOptions& options() const noexcept { return options_; }
  /// A line for people, on the standard error, unless `--quiet` was given.
  void note(std::string_view text) const;

 private:
  std::optional<Client> client_;
  CommonOptions options_;
  std::shared_ptr<ErrorStream> errors_;
  Output output_;
};

/// What the user has asked for. @return an exit code.
using Action = std::function<int(Session& session)>;

/// The project of a command: `--project ID` or `--project-title TITLE`.
class ProjectChoice {
 public:
  /// Adds the options to a command.
  void add_to(CLI::App& app);
  [[nodiscard]] bool is_given() const noexcept { return !id_.empty() || !title_.empty(); }
  /// The id; a title is looked up. @throws MissingArgumentError; NotFoundError.
  [[nodiscard]] std::string id(Session& session) const;
  /// As the user named it, for messages.
  [[nodiscard]] const std::string& name() const noexcept { return id_.empty() ? title_ : id_; }

 private:
  std::string id_;
  std::string title_;
};

/// Whether the user agrees to something that cannot be undone: `--yes`, or the answer on a terminal.
/// @throws MissingArgumentError when neither can be had.
[[nodiscard]] bool is_agreed(bool yes, std::string_view question);

}  // namespace kili::cli
