#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/assets/asset_query.hpp"
#include "api/label_annotations.hpp"
#include "api/projects/projects_api.hpp"
#include "engine/page_stream.hpp"
#include "kili/assets/asset.hpp"
#include "kili/assets/assets_arguments.hpp"
#include "kili/labels/ontology.hpp"
#include "support/call_context.hpp"
#include "support/call_progress.hpp"
#include "types/record_stream.hpp"
#include "use_cases/assets/listing/dead_documents.hpp"
#include "use_cases/assets/media/media_download.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// The listing of `assets()`: a stream of pages (engine/page_stream.hpp) with what is particular to assets:
/// which fields are requested, the documents that records refer to, media on disk, parsed labels, progress.
class AssetListing final : public detail::RecordStream<Asset> {
 public:
  /// Sends nothing. `query` and `arguments` are checked already.
  AssetListing(Resources resources, api::AssetQuery query, AssetsArguments arguments,
               support::CallContext context);

  /// Called by jobs when the response of a label is not at its URL, so that the label is given without. To be
  /// set before start().
  void on_missing_response(std::function<void(const std::string& asset_id)> note) {
    note_missing_ = std::move(note);
  }

  [[nodiscard]] std::string_view method() const noexcept override { return "assets"; }
  void start() override;
  [[nodiscard]] bool started() const noexcept override { return started_; }
  void advance() override;
  [[nodiscard]] bool at_end() const noexcept override { return !current_.has_value(); }
  [[nodiscard]] const Asset& current() const noexcept override { return *current_; }
  [[nodiscard]] Asset take_current() override { return std::move(*current_); }
  void check_did_not_fail() const override;
  [[nodiscard]] bool next_is_of_page() override;
  [[nodiscard]] std::size_t place() const noexcept override { return place_; }
  [[nodiscard]] std::size_t total() override;
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept override { return fields_; }
  [[nodiscard]] std::optional<ColumnType> column_type(std::string_view field) const noexcept override;
  void show_progress() override { bar_ = support::bar_unless(arguments_.disable_tqdm); }
  void warn_of_hidden_progress() const override;

 private:
  using Pages = engine::PageStream<nlohmann::json>;

  void look_up_project_and_count();
  [[nodiscard]] std::size_t count_matching(const support::CallContext& context) const;
  /// How many of the matching assets are behind the skipped ones.
  [[nodiscard]] std::size_t remaining(std::size_t matching) const noexcept;
  /// Asks for both; at the same time when the count does not depend on the project.
  [[nodiscard]] std::size_t count(api::Project& project);
  /// Counts, and asks for the interface at the same time when labels are to be parsed.
  [[nodiscard]] std::size_t count_with_ontology(api::Project& project);
  void choose_fields(const api::Project& project);
  /// Requests what the responses of labels are read or made of.
  void request_responses(InputType input_type);
  void request_response_urls();
  /// Counts the annotations first: many make small pages.
  void request_annotations();
  /// The fields to request, so that media can be put on disk.
  [[nodiscard]] std::vector<std::string> prepare_media(const api::Project& project,
                                                       std::vector<std::string> fields);
  [[nodiscard]] std::vector<nlohmann::json> page(std::size_t first, std::size_t skip,
                                                 const support::CallContext& context) const;
  [[nodiscard]] engine::PageSource<nlohmann::json> page_source() const;

  /// Where a record was listed.
  struct Listed {
    std::size_t page_number = 0;
    std::size_t place = 0;  ///< Records of the service before it.
  };

  /// Of the record that the pages gave last.
  [[nodiscard]] Listed last_listed() const noexcept {
    return {.page_number = pages_->page_number(), .place = arguments_.skip + pages_->place() - 1};
  }
  /// The next record with its media on disk.
  [[nodiscard]] std::optional<nlohmann::json> next_with_media();
  void read_next();

  Resources resources_;
  api::AssetQuery query_;
  AssetsArguments arguments_;
  support::CallContext context_;

  /// When responses are made of annotations.
  std::optional<api::AnnotatedResponses> annotated_responses_;
  std::optional<Ontology> ontology_;  ///< When labels are to be parsed.
  std::vector<std::string> fields_;
  std::vector<std::string> requested_fields_;  ///< `fields_` and what is needed besides.
  /// The same for a service that gives no responses by URL; empty: no URLs are requested.
  std::vector<std::string> fields_without_urls_;
  std::size_t page_size_ = 0;
  std::optional<std::size_t> total_;
  bool started_ = false;
  std::function<void(const std::string& asset_id)> note_missing_;
  mutable DeadDocuments dead_documents_{resources_.log};  ///< Outlives the pages.
  std::unique_ptr<Pages> pages_;
  std::unique_ptr<MediaDownload> media_;
  std::deque<Listed> listed_;         ///< The records that `media_` holds.
  bool listing_ended_ = false;        ///< Nothing more goes to `media_`.
  std::exception_ptr listing_error_;  ///< Thrown after what `media_` holds.
  std::exception_ptr failure_;
  std::optional<Asset> current_;
  std::size_t page_number_ = 0;  ///< Of the current record.
  std::size_t place_;            ///< Of the current record, or behind the last one.
  support::TerminalBar bar_ = support::TerminalBar::hidden;
  std::optional<support::CallProgress> progress_;
};

}  // namespace kili::use_cases
