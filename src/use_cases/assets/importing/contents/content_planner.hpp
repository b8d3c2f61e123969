#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "use_cases/assets/importing/contents/content_kind.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

struct ConvertedChat;

/// What the check of a row's content found.
struct CheckedContent {
  /// What happens to the content on its way.
  enum class Processing : std::uint8_t {
    none,
    chat,  ///< It is a chat, which the client converts.
    tiles  ///< It is a large image, which the service cuts into tiles.
  };

  /// The chat when it was converted for the check already; dropped where many checks are kept.
  std::shared_ptr<const ConvertedChat> chat{};
  std::vector<FileStamp> files{};  ///< Of the planner's files_of().
  Processing processing = Processing::none;
};

/// All that is particular to one kind of content. There is one object per kind and import; used by one
/// thread.
class ContentPlanner {
 public:
  ContentPlanner() = default;
  virtual ~ContentPlanner() = default;
  ContentPlanner(const ContentPlanner&) = delete;
  ContentPlanner& operator=(const ContentPlanner&) = delete;

  /// Paths of the files to upload, in order.
  [[nodiscard]] virtual std::vector<std::string> files_of(const ImportRow& /*row*/) const { return {}; }
  /// Checks the content, also what stands in its files.
  /// @throws ValidationError and its subclasses, naming the asset and the remedy.
  [[nodiscard]] virtual CheckedContent check(const ImportRow& /*row*/) { return {}; }
  /// Fills in what is uploaded and sent for a checked row. Reads no file but a chat, whose conversion is what
  /// is uploaded.
  /// @param asset has the row's index, honeypot mark and metadata, and the lane `appended`.
  virtual void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const = 0;
};

}  // namespace kili::use_cases
