#include "support/csv.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace kili::support {
namespace {
constexpr int end_of_input = std::istream::traits_type::eof();
}

CsvReader::CsvReader(std::istream& input, char separator) : input_(input), separator_(separator) {
  if (input_.peek() != 0xef) return;
  std::string mark(3, '\0');
  input_.read(mark.data(), 3);
  if (mark != "\xef\xbb\xbf") input_.seekg(0);
}

int CsvReader::get() {
  const int character = input_.get();
  if (character == '\n') ++line_;
  return character;
}

std::string CsvReader::quoted_field() {
  std::string field;
  static_cast<void>(get());
  for (;;) {
    const int character = get();
    if (character == end_of_input) {
      throw std::runtime_error(
          fmt::format("the quote of the record on line {} is never closed", record_line_));
    }
    if (character == '"') {
      if (input_.peek() != '"') return field;
      static_cast<void>(get());
    }
    field += static_cast<char>(character);
  }
}

std::string CsvReader::plain_field() {
  std::string field;
  for (;;) {
    const int next = input_.peek();
    if (next == end_of_input || next == '\n' || next == '\r' || next == separator_) return field;
    if (next == '"') {
      throw std::runtime_error(
          fmt::format("line {} has a quote inside a field that does not begin with one", line_));
    }
    field += static_cast<char>(get());
  }
}

std::optional<std::vector<std::string>> CsvReader::next() {
  while (input_.peek() == '\n' || input_.peek() == '\r') static_cast<void>(get());
  if (input_.peek() == end_of_input) return std::nullopt;
  record_line_ = line_;
  std::vector<std::string> record;
  for (;;) {
    record.push_back(input_.peek() == '"' ? quoted_field() : plain_field());
    const int character = get();
    if (character == separator_) continue;
    if (character == '\r' && input_.peek() == '\n') static_cast<void>(get());
    if (character != '\r' && character != '\n' && character != end_of_input) {
      throw std::runtime_error(fmt::format("line {} has text behind a closing quote", line_));
    }
    return record;
  }
}

}  // namespace kili::support
