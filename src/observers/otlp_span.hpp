#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kili/observer.hpp"

namespace kili::observers {

/// Spans and requests of OTLP (opentelemetry-proto, trace/v1) in its JSON mapping: ids in hexadecimal,
/// integers of 64 bits as texts, enumerators as numbers.

/// @return the JSON text of a span of kind CLIENT.
[[nodiscard]] std::string span_of(const ObservedAttempt& attempt, const AttemptEnd& end);
/// @return the JSON text of a span of kind INTERNAL.
[[nodiscard]] std::string span_of(const ObservedWait& wait, std::string_view span_id);
/// @return the JSON text of an ExportTraceServiceRequest.
[[nodiscard]] std::string export_request_of(const std::vector<std::string>& spans,
                                            std::string_view service_name);

}  // namespace kili::observers
