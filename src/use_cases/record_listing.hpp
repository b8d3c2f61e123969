#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/page_stream.hpp"
#include "support/call_context.hpp"
#include "support/call_progress.hpp"
#include "types/record_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// What a listing is asked for. The values are checked already.
struct ListingRequest {
  bool adapts_page_size = false;  ///< `page_size` is that of the largest page: see engine::PageLimits.
  std::optional<bool> disable_tqdm{};
  std::vector<std::string> fields{};   ///< Dotted names.
  std::uint64_t fingerprint = 0;       ///< Of the filters, for cursors.
  std::optional<std::size_t> first{};  ///< Most records to deliver.
  std::string_view method{};           ///< Of kili::Client: a literal.
  std::string_view noun{};             ///< What a progress bar calls the records, in the plural: a literal.
  std::size_t page_size = 100;
  std::size_t prefetch = 8;
  std::size_t skip = 0;
};

/// Where the records of a listing come from. The functions are called by jobs on the pool, several at once.
template <typename Record>
struct RecordSource {
  using Task = engine::PageSource<nlohmann::json>::Task;

  /// Called once before all others, by the thread that reads the range: what must be known of a project. May
  /// change the request. May be empty.
  std::function<void(ListingRequest& request, const support::CallContext& context)> prepare{};
  /// How many records match, without regard to `first` and `skip`.
  std::function<std::size_t(const support::CallContext& context)> count{};
  /// At most `first` records after the first `skip` ones.
  std::function<std::vector<nlohmann::json>(std::size_t skip, std::size_t first,
                                            const support::CallContext& context)>
      page{};
  /// See engine::PageSource. May be empty.
  std::function<std::vector<Task>(nlohmann::json& record, const support::CallContext& context)> completions{};
  /// The id of the record at this place; called when two pages are equal. May be empty.
  std::function<std::string(std::size_t skip, const support::CallContext& context)> id_at{};
  std::function<Record(nlohmann::json record)> make{};
  /// Type of the column of a field, where it does not depend on the values. May be empty.
  std::function<std::optional<ColumnType>(std::string_view field)> column_type{};
};

/// A listing of a module beside assets: counts, then reads exactly as many records as were counted.
template <typename Record>
class RecordListing final : public detail::RecordStream<Record> {
 public:
  /// Sends nothing.
  RecordListing(Resources resources, ListingRequest request, RecordSource<Record> source,
                support::CallContext context)
      : resources_(std::move(resources)),
        request_(std::move(request)),
        source_(std::move(source)),
        context_(std::move(context)),
        place_(request_.skip) {
    this->set_fingerprint(request_.fingerprint);
  }

  [[nodiscard]] std::string_view method() const noexcept override { return request_.method; }

  void start() override {
    started_ = true;
    keep_failure([this] {
      const std::size_t wanted = total();
      progress_.emplace(context_, resources_.clock, "Retrieving " + std::string(request_.noun), wanted, bar_);
      pages_ = std::make_unique<Pages>(resources_.pool, resources_.clock, context_, page_source(),
                                       engine::PageLimits{.first = request_.first,
                                                          .page_size = request_.page_size,
                                                          .prefetch = request_.prefetch,
                                                          .total = wanted,
                                                          .budget = budget()});
      pages_->start();
      read_next();
    });
  }
  [[nodiscard]] bool started() const noexcept override { return started_; }
  void advance() override {
    keep_failure([this] { read_next(); });
  }
  [[nodiscard]] bool at_end() const noexcept override { return !current_.has_value(); }
  [[nodiscard]] const Record& current() const noexcept override { return *current_; }
  [[nodiscard]] Record take_current() override { return std::move(*current_); }
  void check_did_not_fail() const override {
    if (failure_) std::rethrow_exception(failure_);
  }
  [[nodiscard]] bool next_is_of_page() override { return pages_ && pages_->has_more_of_page(); }
  [[nodiscard]] std::size_t place() const noexcept override { return place_; }

  [[nodiscard]] std::size_t total() override {
    if (!total_) {
      if (source_.prepare) source_.prepare(request_, context_);
      const std::size_t rest = remaining(source_.count(context_));
      total_ = std::min(rest, request_.first.value_or(rest));
    }
    return *total_;
  }
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept override { return request_.fields; }
  [[nodiscard]] std::optional<ColumnType> column_type(std::string_view field) const noexcept override {
    return source_.column_type ? source_.column_type(field) : std::nullopt;
  }
  void show_progress() override { bar_ = support::bar_unless(request_.disable_tqdm); }
  void warn_of_hidden_progress() const override {
    if (request_.disable_tqdm.value_or(true)) return;
    resources_.log.warn("disable_tqdm is false, but " + std::string(request_.noun) +
                        " that are read one by one have no progress bar; to_vector() shows it");
  }

 private:
  using Pages = engine::PageStream<nlohmann::json>;

  [[nodiscard]] std::size_t remaining(std::size_t matching) const noexcept {
    return matching > request_.skip ? matching - request_.skip : 0;
  }

  [[nodiscard]] engine::PageSource<nlohmann::json> page_source() const {
    engine::PageSource<nlohmann::json> pages;
    pages.fetch = [this](std::size_t skip, std::size_t limit, const support::CallContext& context) {
      return source_.page(request_.skip + skip, limit, context);
    };
    pages.completions = source_.completions;
    pages.count = [this](const support::CallContext& context) { return remaining(source_.count(context)); };
    pages.hash = std::hash<nlohmann::json>();
    if (source_.id_at) {
      pages.id_at = [this](std::size_t skip, const support::CallContext& context) {
        return source_.id_at(request_.skip + skip, context);
      };
    }
    pages.warn = [this](const std::string& message) { resources_.log.warn(message); };
    return pages;
  }

  [[nodiscard]] engine::TransferBudget* budget() const noexcept {
    return request_.adapts_page_size ? &resources_.sizes->answers : nullptr;
  }

  template <typename Do>
  void keep_failure(const Do& act) {
    try {
      act();
    } catch (...) {
      failure_ = std::current_exception();
      progress_.reset();
      throw;
    }
  }

  void read_next() {
    if (current_) ++place_;
    current_.reset();
    auto record = pages_->next();
    if (!record) return progress_.reset();
    current_.emplace(source_.make(*std::move(record)));
    if (progress_) progress_->advance(1);
  }

  Resources resources_;
  ListingRequest request_;
  RecordSource<Record> source_;
  support::CallContext context_;
  std::optional<std::size_t> total_;
  bool started_ = false;
  std::unique_ptr<Pages> pages_;
  std::exception_ptr failure_;
  std::optional<Record> current_;
  std::size_t place_;  ///< Of the current record in the listing of the service, or behind the last one.
  support::TerminalBar bar_ = support::TerminalBar::hidden;
  std::optional<support::CallProgress> progress_;
};

}  // namespace kili::use_cases
