#include "support/csv.hpp"

namespace kili::support {
namespace {
constexpr int end_of_input = std::istream::traits_type::eof();
}

CsvReader::CsvReader(std::istream& input, char separator) : input_(input), separator_(separator) {
  if (input_.peek() != 0xef) return;
  std::string mark(3, '\0');
  input_.read(mark.data(), 3);
  if (mark == "\xef\xbb\xbf") return;
  input_.clear();  // a file shorter than a mark
  input_.seekg(0);
}

int CsvReader::get() {
  const int character = input_.get();
  if (character == '\n') ++line_;
  return character;
}

void CsvReader::read_quoted(std::string& field) {
  static_cast<void>(get());
  for (;;) {
    const int character = get();
    if (character == end_of_input) {
      remark_ = "a quote is never closed, so that the rest of the file belongs to its field";
      return;
    }
    if (character == '"') {
      if (input_.peek() != '"') return;
      static_cast<void>(get());
    }
    field += static_cast<char>(character);
  }
}

void CsvReader::read_plain(std::string& field) {
  for (;;) {
    const int next = input_.peek();
    if (next == end_of_input || next == '\n' || next == '\r' || next == separator_) return;
    if (next == '"') remark_ = "a quote stands inside a field that does not begin with one";
    field += static_cast<char>(get());
  }
}

std::optional<std::vector<std::string>> CsvReader::next() {
  while (input_.peek() == '\n' || input_.peek() == '\r') static_cast<void>(get());
  if (input_.peek() == end_of_input) return std::nullopt;
  record_line_ = line_;
  remark_.clear();
  std::vector<std::string> record;
  for (;;) {
    std::string& field = record.emplace_back();
    if (input_.peek() == '"') {
      read_quoted(field);
      const std::size_t quoted = field.size();
      read_plain(field);
      if (field.size() > quoted) remark_ = "text follows a closing quote";
    } else {
      read_plain(field);
    }
    const int character = get();
    if (character == separator_) continue;
    if (character == '\r' && input_.peek() == '\n') static_cast<void>(get());
    return record;
  }
}

void append_csv_field(std::string& out, std::string_view text, char separator) {
  const char special[] = {separator, '"', '\r', '\n'};
  if (!text.empty() &&
      text.find_first_of(std::string_view(special, sizeof special)) == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out += text.substr(0, quote + 1);
    out += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

}  // namespace kili::support
