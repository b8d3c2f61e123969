#include "support/call_progress.hpp"

#include "support/progress_bar.hpp"

namespace kili::support {

CallProgress::CallProgress(const CallContext& context, const std::shared_ptr<const Clock>& clock,
                           std::string_view title, std::optional<std::uint64_t> total, TerminalBar bar)
    : meter_(context.progress) {
  if (bar == TerminalBar::shown && total.value_or(0) > 0 && ProgressBar::can_be_seen()) {
    if (!meter_) meter_ = std::make_shared<ProgressMeter>(clock);
    meter_->add_observer(
        [line = std::make_shared<ProgressBar>()](const Progress& progress) { line->show(progress); });
  }
  if (meter_ && !meter_->begin(title, total)) meter_.reset();
}

CallProgress::~CallProgress() {
  if (!meter_) return;
  meter_->add_done(failed_);
  meter_->finish();
}

}  // namespace kili::support
