#pragma once

/// @file
/// Arguments of `Client::labels()`, `predictions()` and `inferences()` beside the filters.

#include <cstddef>
#include <optional>
#include <string>

#include "kili/enums.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// How labels are listed (Python SDK: `labels`, `predictions`, `inferences`).
struct LabelsArguments {
  /// RecordRange::cursor() or RecordPage::cursor of an earlier listing with the same filters, of this or
  /// another process: the listing goes on behind the records that were delivered there.
  std::optional<std::string> cursor{};
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Fields to request, nested ones with dots ("author.email", "labelOf.externalId"). Not given: for
  /// labels() "author.email", "author.id", "id", "jsonResponse", "labelType", "secondsToLabel",
  /// "isLatestLabelForUser", "assetId"; for predictions() and inferences() "author.email", "author.id", "id",
  /// "jsonResponse", "labelType", "modelName". With "jsonResponse" among them, a label whose response the
  /// service gives by URL has it fetched from there, and one without URL has "jsonResponseUrl": null too. A
  /// response that is not JSON is {}. In LLM_STATIC and LLM_INSTR_FOLLOWING projects the response is made of
  /// the annotations of the label; docs/labels.md has its form.
  List<std::string> fields{};
  /// Most labels to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// parsed_label: the project's interface is requested too, and Label::parsed() gives typed objects. Needs
  /// the field "jsonResponse".
  LabelOutputFormat output_format = LabelOutputFormat::dict;
  /// Labels per request, 1 to 1000. Absent: 100 at most, and 20 for responses of VIDEO projects; pages are
  /// then smaller where labels are large, the link is slow or the service fails to answer larger ones. A
  /// given size is kept.
  std::optional<std::size_t> page_size{};
  /// Pages requested ahead of the one that is read, 0 to 64.
  std::size_t prefetch = 8;
  /// Number of labels to skip.
  std::size_t skip = 0;
};

}  // namespace v0_1
}  // namespace kili
