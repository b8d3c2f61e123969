#include "cli/doctor/service_needs.hpp"

#include "cli/doctor/service_needs_text.hpp"

namespace kili::cli {
namespace {

/// Takes the text up to a separator, or all of it.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

std::vector<ServiceNeed> read_needs() {
  std::vector<ServiceNeed> needs;
  for (std::string_view text = service_needs_text; !text.empty();) {
    std::string_view line = take_until(text, '\n');
    if (line.empty() || line.front() == '#') continue;
    ServiceNeed need;
    need.method = take_until(line, ' ');
    need.version = take_until(line, ' ');
    while (!line.empty()) need.names.push_back(take_until(line, ' '));
    needs.push_back(std::move(need));
  }
  return needs;
}

}  // namespace

const std::vector<ServiceNeed>& service_needs() {
  static const auto& needs =
      *new std::vector<ServiceNeed>(read_needs());  // NOLINT(cppcoreguidelines-owning-memory)
  return needs;
}

}  // namespace kili::cli
