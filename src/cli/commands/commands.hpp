#pragma once

#include "cli/cli_fwd.hpp"
#include "cli/session.hpp"

namespace kili::cli {

// Each adds a command to the program. When the command is given, `chosen` becomes what it does.
void add_projects_command(CLI::App& program, Action& chosen);
void add_assets_command(CLI::App& program, Action& chosen);
void add_labels_command(CLI::App& program, Action& chosen);
void add_count_command(CLI::App& program, Action& chosen);
void add_import_command(CLI::App& program, Action& chosen);
void add_export_command(CLI::App& program, Action& chosen);
void add_download_command(CLI::App& program, Action& chosen);
void add_predict_command(CLI::App& program, Action& chosen);
void add_update_command(CLI::App& program, Action& chosen);
void add_delete_command(CLI::App& program, Action& chosen);
void add_review_command(CLI::App& program, Action& chosen);
void add_requeue_command(CLI::App& program, Action& chosen);
void add_verify_command(CLI::App& program, Action& chosen);
void add_doctor_command(CLI::App& program, Action& chosen);
void add_completion_command(CLI::App& program, Action& chosen);
void add_sandbox_command(CLI::App& program, Action& chosen);

}  // namespace kili::cli
