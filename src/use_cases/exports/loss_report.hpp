#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "exports/file_sink.hpp"
#include "exports/losses.hpp"
#include "exports/spool.hpp"
#include "kili/exports/export_loss.hpp"

namespace kili::use_cases {

/// What an export leaves out: counted, the first losses in memory, all of them for a file of the export.
class LossReport {
 public:
  static constexpr std::size_t most_kept = 1000;
  static constexpr const char* file_name = "losses.kili.jsonl";

  /// @param folder for a temporary file.
  explicit LossReport(std::filesystem::path folder);
  LossReport(const LossReport&) = delete;
  LossReport& operator=(const LossReport&) = delete;
  ~LossReport() = default;

  [[nodiscard]] labels::Losses& losses() noexcept { return losses_; }
  [[nodiscard]] std::size_t count() const noexcept { return losses_.count(); }
  [[nodiscard]] std::vector<ExportLoss> take_first() { return std::move(first_); }
  /// @throws ExportLossError when there are losses; names the first ones.
  void check_none() const;
  /// Writes the file when there are losses. @throws FileWriteError
  void write(labels::FileSink& sink);

 private:
  void take(ExportLoss loss);

  std::filesystem::path folder_;
  std::vector<ExportLoss> first_;
  std::unique_ptr<labels::Spool> spool_;  ///< Made with the first loss.
  labels::Losses losses_;
};

}  // namespace kili::use_cases
