#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/table.hpp"
#include "support/process_bound.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// What is behind a RecordRange. Used by one thread.
template <typename Record>
class RecordStream {
 public:
  RecordStream() = default;
  RecordStream(const RecordStream&) = delete;
  RecordStream& operator=(const RecordStream&) = delete;
  virtual ~RecordStream() = default;

  /// The method of kili::Client that made it.
  [[nodiscard]] virtual std::string_view method() const noexcept = 0;
  /// A stream that a child process has inherited is neither read nor destroyed there.
  [[nodiscard]] const support::ProcessMark& process() const noexcept { return process_; }

  /// Counts, starts reading and waits for the first record.
  virtual void start() = 0;
  [[nodiscard]] virtual bool started() const noexcept = 0;
  /// Goes to the next record; at_end() afterwards when there is none.
  virtual void advance() = 0;
  [[nodiscard]] virtual bool at_end() const noexcept = 0;
  /// Precondition for both: not at_end().
  [[nodiscard]] virtual const Record& current() const noexcept = 0;
  [[nodiscard]] virtual Record take_current() = 0;
  /// Throws the error that ended the stream again, if one did: what was read before is not all there is.
  virtual void check_did_not_fail() const = 0;
  /// Whether the record that advance() would go to came in the same answer as the current one. May wait for
  /// it to be complete, for no further answer.
  [[nodiscard]] virtual bool next_is_of_page() = 0;
  /// How many records the service lists before the current one; at the end and after an error, before the one
  /// that would be next.
  [[nodiscard]] virtual std::size_t place() const noexcept = 0;
  /// Number of records to deliver, as the service counts them.
  [[nodiscard]] virtual std::size_t total() = 0;
  /// Number of records that are delivered at most, for what is reserved: where total() costs calls of its
  /// own, this does not.
  [[nodiscard]] virtual std::size_t most_records() { return total(); }
  /// Dotted names of the fields that are requested, in the order of the request. Precondition: started().
  [[nodiscard]] virtual const std::vector<std::string>& fields() const noexcept = 0;
  /// Type of the column of a field, where it does not depend on the values.
  [[nodiscard]] virtual std::optional<ColumnType> column_type(std::string_view field) const noexcept = 0;
  /// Shows a progress bar while the stream is consumed.
  virtual void show_progress() = 0;
  /// Warns when a progress bar was asked for that a reader of single records does not get.
  virtual void warn_of_hidden_progress() const = 0;

  /// Of the filters, for cursors.
  void set_fingerprint(std::uint64_t fingerprint) noexcept { fingerprint_ = fingerprint; }
  [[nodiscard]] std::uint64_t fingerprint() const noexcept { return fingerprint_; }

  /// What a range has done with the records that it was given.
  struct Reading {
    bool by_pages = false;                 ///< It began with next_page().
    bool error_is_due = false;             ///< It was not thrown yet.
    bool current_is_delivered = false;     ///< In a page.
    std::optional<std::size_t> return_to;  ///< Place of the first record that was lost to an error.
  };
  [[nodiscard]] Reading& reading() noexcept { return reading_; }
  /// How many records the service lists before the first one that was not delivered.
  [[nodiscard]] std::size_t delivered_place() const noexcept {
    if (reading_.return_to) return *reading_.return_to;
    return place() + (reading_.current_is_delivered && !at_end() ? 1 : 0);
  }

 private:
  std::uint64_t fingerprint_ = 0;
  Reading reading_;
  support::ProcessMark process_;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
