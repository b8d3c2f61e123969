#include "kili/issues/issue.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace kili {
inline namespace v0_1 {

Issue::Issue(nlohmann::json record) : RecordFields(std::move(record), "issue", "IssuesArguments::fields") {}

std::string_view Issue::id() const { return RecordFields::text("id"); }
std::string_view Issue::asset_id() const { return RecordFields::text("assetId"); }
std::string_view Issue::created_at() const { return RecordFields::text("createdAt"); }
Timestamp Issue::created_at_time() const { return timestamp("createdAt"); }
IssueStatus Issue::status() const { return from_string<IssueStatus>(RecordFields::text("status")); }
IssueType Issue::type() const { return from_string<IssueType>(RecordFields::text("type")); }
std::optional<std::string_view> Issue::label_id() const { return optional_text("labelId"); }
std::optional<std::string_view> Issue::object_mid() const { return optional_text("objectMid"); }
std::optional<std::string_view> Issue::text() const { return optional_text("text"); }

}  // namespace v0_1
}  // namespace kili
