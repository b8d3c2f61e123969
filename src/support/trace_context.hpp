#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "support/random.hpp"

namespace kili::support {

/// Value of a `traceparent` header (W3C Trace Context), in parts that are lower-case hexadecimal digits.
struct TraceContext {
  /// Stands for the parent where a trace begins with a call of the client. No header may have it.
  static constexpr std::string_view no_parent = "0000000000000000";

  std::string flags = "01";  ///< Sampled.
  std::string parent_id = std::string(no_parent);
  std::string trace_id{};

  /// @return nothing when it is not one of version 00, and does not begin like one (later versions).
  [[nodiscard]] static std::optional<TraceContext> parse(std::string_view text);
  /// The trace that is given; else one that begins with this call.
  /// @param text what to_text() gave, or empty. @param call_uuid with dashes.
  [[nodiscard]] static TraceContext of_call(std::string_view text, std::string_view call_uuid);
  /// The value for a child of `parent_id`.
  [[nodiscard]] std::string to_text() const;
  [[nodiscard]] bool is_sampled() const noexcept {
    return std::string_view("13579bdf").find(flags.back()) != std::string_view::npos;
  }
  [[nodiscard]] bool has_parent() const noexcept { return parent_id != no_parent; }
};

/// 16 hexadecimal digits that are not all 0.
[[nodiscard]] std::string new_span_id(RandomSource& random);

}  // namespace kili::support
