#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kili {
inline namespace v0_1 {

/// Further headers of requests of the API, in order.
using RequestHeaders = std::vector<std::pair<std::string, std::string>>;

/// Headers that a request can carry beside those of the client.
/// @param argument its name, for messages. @return null when there are none.
/// @throws ValidationError a name is no token of HTTP, or one of those that the client sets itself; a value
/// is empty or has a control character. Values are in no message: they may be secrets.
[[nodiscard]] std::shared_ptr<const RequestHeaders> checked_headers(const RequestHeaders& headers,
                                                                    std::string_view argument);

/// The headers of a client, and behind them those of a call in the place of all with the same names.
/// @param of_client null: none. @throws ValidationError as above.
[[nodiscard]] std::shared_ptr<const RequestHeaders> headers_of_call(
    const std::shared_ptr<const RequestHeaders>& of_client, const RequestHeaders& of_call);

}  // namespace v0_1
}  // namespace kili
