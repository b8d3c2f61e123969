#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kili::api {

// Fields of labels, as dotted names below the field of a record that holds them: "labels.jsonResponse". Below
// an empty field: the record is a label itself.

/// The fields of an asset that hold labels.
inline constexpr std::array<std::string_view, 3> label_fields{"labels", "latestLabel", "latestLabels"};
/// Where a record that is a label has it.
inline constexpr std::array<std::string_view, 1> label_itself{""};

/// Member of a label: where its response can be had.
inline constexpr std::string_view response_url_name = "jsonResponseUrl";

/// The field of a member of the labels below one of these fields.
[[nodiscard]] std::string member_of_labels(std::string_view label_field, std::string_view member);
/// True when responses of the labels below that field are among the fields.
[[nodiscard]] bool ask_label_responses(std::span<const std::string> fields,
                                       std::string_view label_field) noexcept;
/// The fields to request so that responses can be completed where they are given by URL.
[[nodiscard]] std::vector<std::string> with_response_urls(std::vector<std::string> fields,
                                                          std::span<const std::string_view> where);

}  // namespace kili::api
