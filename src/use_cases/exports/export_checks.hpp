#pragma once

#include <string>
#include <vector>

#include "kili/exports/export_labels.hpp"
#include "use_cases/exports/exported_project.hpp"

namespace kili::use_cases {

[[nodiscard]] bool is_yolo(ExportFormat format) noexcept;
/// Whether it is Kili's own format.
[[nodiscard]] bool is_kili(ExportFormat format) noexcept;

/// @throws MissingArgumentError, NotCompatibleOptionsError, IncompatibleArgumentsError, ValidationError what
/// the arguments alone show to be wrong.
void check_export_arguments(const ExportLabels& arguments);

/// @throws NotCompatibleInputTypeError, NotCompatibleOptionsError the project cannot be exported like that.
void check_exported_project(const ExportLabels& arguments, const ExportedProject& project);

/// Why no job of the project can be written in the format; empty when one can.
[[nodiscard]] std::string missing_job(ExportFormat format, const ExportedProject& project);
/// The jobs whose answers the format cannot express, of whatever asset.
[[nodiscard]] std::vector<std::string> jobs_without_place(ExportFormat format,
                                                          const ExportedProject& project);

}  // namespace kili::use_cases
