#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/assets/asset.hpp"
#include "kili/table.hpp"
#include "support/process_bound.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// What is behind an AssetRange. Used by one thread.
class AssetStream {
 public:
  AssetStream() = default;
  AssetStream(const AssetStream&) = delete;
  AssetStream& operator=(const AssetStream&) = delete;
  virtual ~AssetStream() = default;

  /// A stream that a child process has inherited is neither read nor destroyed there.
  [[nodiscard]] const support::ProcessMark& process() const noexcept { return process_; }

  /// Counts, starts reading and waits for the first asset.
  virtual void start() = 0;
  [[nodiscard]] virtual bool started() const noexcept = 0;
  /// Goes to the next asset; at_end() afterwards when there is none.
  virtual void advance() = 0;
  [[nodiscard]] virtual bool at_end() const noexcept = 0;
  /// Precondition for both: not at_end().
  [[nodiscard]] virtual const Asset& current() const noexcept = 0;
  [[nodiscard]] virtual Asset take_current() = 0;
  /// Throws the error that ended the stream again, if one did: what was read before is not all there is.
  virtual void check_did_not_fail() const = 0;
  /// Number of assets to deliver, as the service counts them.
  [[nodiscard]] virtual std::size_t total() = 0;
  /// Dotted names of the fields that are requested, in the order of the request. Precondition: started().
  [[nodiscard]] virtual const std::vector<std::string>& fields() const noexcept = 0;
  /// Type of the column of a field, where it does not depend on the values.
  [[nodiscard]] virtual std::optional<ColumnType> column_type(std::string_view field) const noexcept = 0;
  /// Shows a progress bar while the stream is consumed.
  virtual void show_progress() = 0;
  /// Warns when a progress bar was asked for that a reader of single assets does not get.
  virtual void warn_of_hidden_progress() const = 0;

 private:
  support::ProcessMark process_;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
