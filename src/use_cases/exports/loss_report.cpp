#include "use_cases/exports/loss_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/exports/errors.hpp"

namespace kili::use_cases {

namespace {

using nlohmann::json;

std::string line_of(const ExportLoss& loss) {
  json line{{"reason", loss.reason}};
  if (!loss.external_id.empty()) line["externalId"] = loss.external_id;
  if (loss.frame) line["frame"] = *loss.frame;
  if (!loss.job.empty()) line["job"] = loss.job;
  if (!loss.annotation.empty()) line["annotation"] = loss.annotation;
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

LossReport::LossReport(std::filesystem::path folder)
    : folder_(std::move(folder)), losses_([this](ExportLoss loss) { take(std::move(loss)); }) {}

void LossReport::take(ExportLoss loss) {
  if (!spool_) spool_ = std::make_unique<labels::Spool>(folder_);
  spool_->append(line_of(loss));
  if (first_.size() < most_kept) first_.push_back(std::move(loss));
}

void LossReport::check_none() const {
  if (first_.empty()) return;
  constexpr std::size_t most_named = 5;
  std::string named;
  for (std::size_t i = 0; i < std::min(most_named, first_.size()); ++i)
    named += (i == 0 ? "" : "; ") + first_[i].sentence;
  throw ExportLossError(
      fmt::format("the export would leave out {} things, so nothing was written: {}{}; mend them, choose "
                  "another format, or give fail_on_loss false",
                  count(), named, count() > most_named ? "; and so on" : ""));
}

void LossReport::write(labels::FileSink& sink) {
  if (spool_) sink.add_parts(file_name, spool_->size(), [this] { return spool_->next(); });
}

}  // namespace kili::use_cases
