#include "support/trace_context.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace kili::support {
namespace {

constexpr std::size_t traceparent_length = 55;  // 00-<32 digits>-<16 digits>-<2 digits>

bool is_lower_hex(std::string_view text) noexcept {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_all_zero(std::string_view text) noexcept {
  return text.find_first_not_of('0') == std::string_view::npos;
}

/// The four parts, whatever their values.
std::optional<TraceContext> parts_of_traceparent(std::string_view text) {
  if (text.size() < traceparent_length || text[2] != '-' || text[35] != '-' || text[52] != '-') return {};
  return TraceContext{.flags = std::string(text.substr(53, 2)),
                      .parent_id = std::string(text.substr(36, 16)),
                      .trace_id = std::string(text.substr(3, 32))};
}

}  // namespace

std::optional<TraceContext> TraceContext::parse(std::string_view text) {
  auto parts = parts_of_traceparent(text);
  if (!parts) return std::nullopt;
  const std::string_view version = text.substr(0, 2);
  const bool has_right_length =
      text.size() == traceparent_length || (version != "00" && text[traceparent_length] == '-');
  if (!has_right_length || version == "ff" || !is_lower_hex(version) || !is_lower_hex(parts->trace_id) ||
      !is_lower_hex(parts->parent_id) || !is_lower_hex(parts->flags) || is_all_zero(parts->trace_id) ||
      is_all_zero(parts->parent_id)) {
    return std::nullopt;
  }
  return parts;
}

TraceContext TraceContext::of_call(std::string_view text, std::string_view call_uuid) {
  if (auto given = parts_of_traceparent(text)) return *std::move(given);
  TraceContext begun;
  begun.trace_id = call_uuid;
  std::erase(begun.trace_id, '-');
  return begun;
}

std::string TraceContext::to_text() const { return fmt::format("00-{}-{}-{}", trace_id, parent_id, flags); }

std::string new_span_id(RandomSource& random) {
  std::uint64_t id = 0;
  while (id == 0) id = random.next();
  return fmt::format("{:016x}", id);
}

}  // namespace kili::support
