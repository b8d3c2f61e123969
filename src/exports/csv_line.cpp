#include "exports/csv_line.hpp"

#include "support/csv.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

std::string csv_line(std::initializer_list<std::string_view> fields) {
  std::string line;
  bool is_first = true;
  for (const std::string_view field : fields) {
    if (!is_first) line += ',';
    is_first = false;
    if (!field.empty()) support::append_csv_field(line, field, ',');
  }
  return line + "\r\n";
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
