#include "cli/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "cli/shown_text.hpp"
#include "cli/terminal.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

/// Rows by which widths are chosen.
constexpr std::size_t rows_measured = 200;
constexpr std::string_view column_gap = "  ";

[[noreturn]] void throw_write_error() {
  if (errno == EPIPE) throw OutputClosed{};
  throw OutputError("the standard output cannot be written: " + std::generic_category().message(errno));
}

std::string text_of_value(const json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// A field of RFC 4180.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

/// Takes from the widest columns until all fit.
void narrow(std::vector<std::size_t>& widths, std::size_t room) {
  constexpr std::size_t least = 4;
  std::size_t sum = 0;
  for (auto& width : widths) {
    width = std::min(width, room);
    sum += width;
  }
  while (sum > room) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= least) return;
    --*widest;
    --sum;
  }
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  while (width_of(text) > columns) {
    std::size_t end = 0;  // behind the last blank that fits
    std::size_t fits = 0;
    for (std::size_t i = 1; i < text.size() && width_of(text.substr(0, i)) <= columns; ++i) {
      fits = i;
      if (text[i] == ' ') end = i + 1;
    }
    // A character must not be cut.
    while (fits > 0 && (static_cast<unsigned char>(text[fits]) & 0xc0U) == 0x80U) --fits;
    if (end == 0) end = fits;
    if (end == 0) break;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  lines.emplace_back(text);
  return lines;
}

Output::Output(Format format) : format_(format), is_terminal_(cli::is_terminal(Stream::out)) {}

void Output::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) throw_write_error();
}

void Output::flush() {
  if (std::fflush(stdout) != 0) throw_write_error();
  if (std::ferror(stdout) != 0) throw OutputError("the standard output was not written as a whole");
}

void Output::write_csv(std::string_view rows) {
  if (is_terminal_) return write(shown_csv(rows));
  write(rows);
}

void Output::write_json(const json& value) {
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  write(is_terminal_ ? shown_json(text) : text);
  write("\n");
}

std::string cell_text(const json& record, std::string_view path) {
  if (record.is_array()) {
    std::string joined;
    for (const auto& element : record) {
      if (!joined.empty()) joined += ", ";
      joined += cell_text(element, path);
    }
    return joined;
  }
  if (path.empty() || !record.is_object()) return text_of_value(record);
  const auto dot = path.find('.');
  const auto member = record.find(std::string(path.substr(0, dot)));
  if (member == record.end()) return {};
  return dot == std::string_view::npos ? text_of_value(*member) : cell_text(*member, path.substr(dot + 1));
}

std::string counts_text(const std::map<std::string_view, std::size_t>& counts) {
  std::string text;
  for (const auto& [word, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(word);
  }
  return text;
}

RecordWriter::RecordWriter(Output& output, std::vector<std::string> columns, LastColumn last)
    : columns_(std::move(columns)), last_(last), output_(output) {
  if (output_.format() == Format::csv) write_csv_row(columns_);
}

void RecordWriter::add(const json& record) {
  ++count_;
  if (output_.format() == Format::jsonl) {
    output_.write_json(record);
    return;
  }
  std::vector<std::string> cells;
  cells.reserve(columns_.size());
  for (const auto& column : columns_) cells.push_back(cell_text(record, column));
  if (output_.format() == Format::csv) {
    write_csv_row(cells);
    return;
  }
  if (!widths_.empty()) {
    write_row(cells);
    return;
  }
  held_.push_back(std::move(cells));
  if (held_.size() == rows_measured) write_held();
}

void RecordWriter::finish() {
  if (output_.format() == Format::table && widths_.empty() && count_ > 0) write_held();
  output_.flush();
}

void RecordWriter::write_held() {
  for (const auto& column : columns_) widths_.push_back(width_of(column));
  for (const auto& cells : held_) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths_[i] = std::max(widths_[i], width_of(shown(cells[i])));
  }
  if (output_.is_terminal()) {
    const std::size_t gaps = column_gap.size() * (columns_.size() - 1);
    const std::size_t room = terminal_width(Stream::out);
    narrow(widths_, room > gaps ? room - gaps : 1);
  }
  write_row(columns_);
  for (const auto& cells : held_) write_row(cells);
  held_.clear();
}

void RecordWriter::write_csv_row(std::span<const std::string> cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + csv_field(cells[i]);
  output_.write_csv(line + "\r\n");
}

std::string RecordWriter::cell_of(const std::string& text, std::size_t width) const {
  const std::string cell = shown(text);
  // A program that reads the table needs whole ids.
  const bool is_whole = !output_.is_terminal() && width_of(cell) > width;
  return is_whole ? cell : fitted(cell, width);
}

void RecordWriter::write_row(std::span<const std::string> cells) {
  std::string line;
  std::size_t before_last = 0;
  for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
    line += cell_of(cells[i], widths_[i]) + std::string(column_gap);
    before_last += widths_[i] + column_gap.size();
  }
  std::vector<std::string> pieces{cell_of(cells.back(), widths_.back())};
  if (last_ == LastColumn::wrapped && output_.is_terminal())
    pieces = wrapped(shown(cells.back()), widths_.back());
  for (const auto& piece : pieces) {
    line += piece;
    line.erase(line.find_last_not_of(' ') + 1);
    output_.write(line + "\n");
    line.assign(before_last, ' ');
  }
}

}  // namespace kili::cli
