#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace kili::wire {

/// Values of placeholders such as `<asset:0>`, `<cuid:1>` or `<project>`, by placeholder.
using Bindings = std::map<std::string, std::string, std::less<>>;

/// The document with every bound placeholder in its texts replaced by its value.
[[nodiscard]] nlohmann::json fill(const nlohmann::json& document, const Bindings& bindings);
[[nodiscard]] nlohmann::ordered_json fill(const nlohmann::ordered_json& document, const Bindings& bindings);

/// Compares a recorded document, in which placeholders stand for values that differ from run to run, with an
/// actual one. A placeholder that is not bound yet is bound to what it meets; the same placeholder always
/// means the same value. Signatures and file ids in URLs of the storage may differ.
/// @return where and how they differ, or nullopt. `bindings` is changed only when they are equal.
[[nodiscard]] std::optional<std::string> difference(const nlohmann::json& recorded,
                                                    const nlohmann::json& actual, Bindings& bindings);

}  // namespace kili::wire
