#include "use_cases/assets/importing/contents/url.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"

namespace kili::use_cases {
namespace {

class UrlPlanner final : public ContentPlanner {
 public:
  void plan(const ImportRow& row, const CheckedContent& /*checked*/, PlannedAsset& asset) const override {
    asset.content = row.asset.content.text();
    asset.json_content = text_of(row.asset.json_content);
  }
};

}  // namespace

void check_url(const ImportRow& row) {
  const std::string& content = row.asset.content.text();
  if (!support::is_url(content) || support::is_valid_utf8(content)) return;
  throw ValidationError(fmt::format(
      "{}: its URL in content_array is not UTF-8; escape the bytes (%E9 and so on)", describe(row)));
}

std::unique_ptr<ContentPlanner> make_url_planner() { return std::make_unique<UrlPlanner>(); }

}  // namespace kili::use_cases
