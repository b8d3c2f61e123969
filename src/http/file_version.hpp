#pragma once

#include <string_view>

#include "kili/http_transport.hpp"

namespace kili::http {

/// Whether a 206 is a part of another version of the file than asked for. RFC 9110 forbids that; a mirror or
/// a proxy may do it, and the parts would not fit together.
/// @param validator that was sent in If-Range: an entity tag, or the date of the version.
[[nodiscard]] bool is_part_of_other_version(const HttpResponse& response, std::string_view validator);
/// The same with the If-Range header of the request, if it has one.
[[nodiscard]] bool is_part_of_other_version(const HttpResponse& response, const HttpRequest& request);

}  // namespace kili::http
