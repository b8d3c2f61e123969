#pragma once

#include <nlohmann/json_fwd.hpp>

#include "kili/sandbox.hpp"

namespace kili::sandbox {

/// A fault in the JSON form of recorded cases: `op`, `when`, `skip`, `every`, `count`, `status`, `message`,
/// `body` (text or JSON), `extensions`, `headers`, and `larger_than`, `retry_after`, `probability`,
/// `latency`, `latency_jitter`.
/// @throws std::invalid_argument naming a key that there is not, or a value that cannot be meant.
[[nodiscard]] SandboxFault fault_of(const nlohmann::json& document);
/// The same form, without what is as usual.
[[nodiscard]] nlohmann::json fault_to_json(const SandboxFault& fault);

}  // namespace kili::sandbox
