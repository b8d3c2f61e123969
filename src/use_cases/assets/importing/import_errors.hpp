#pragma once

#include <exception>

#include "use_cases/assets/importing/live/outage_patience.hpp"

namespace kili::use_cases {

/// Whether an error concerns all assets of an import: its project, its key, its end, its journal.
[[nodiscard]] bool concerns_whole_import(const std::exception_ptr& error);

/// What went wrong in an import, and whether it goes on. Shared by its stages, on one thread.
class ImportErrors {
 public:
  /// @param patience outlives the object. With one that is given, what concerns some assets does not end the
  /// import.
  explicit ImportErrors(const OutagePatience& patience) : patience_(patience) {}

  void note(const std::exception_ptr& error) {
    if (!first_) first_ = error;
  }
  /// No further row is read or planned; what is under way is finished.
  void stop_reading(const std::exception_ptr& error) {
    note(error);
    if (!stopped_by_) stopped_by_ = error;
  }
  /// An asset failed. When an outage outlives the patience, no other has a chance.
  void note_of_asset(const std::exception_ptr& error) {
    note(error);
    if (patience_.is_given() && (!patience_.lasts() ? is_outage(error) : concerns_whole_import(error))) {
      stop_reading(error);
    }
  }
  /// A request for several assets failed. @return whether that ends the import.
  [[nodiscard]] bool ends_with(const std::exception_ptr& error) {
    if (patience_.is_given() && !concerns_whole_import(error) && (patience_.lasts() || !is_outage(error))) {
      note(error);
      return false;
    }
    stop_reading(error);
    return true;
  }

  /// Null when there is none.
  [[nodiscard]] const std::exception_ptr& first() const noexcept { return first_; }
  [[nodiscard]] const std::exception_ptr& stopped_by() const noexcept { return stopped_by_; }
  [[nodiscard]] bool reading_stopped() const noexcept { return stopped_by_ != nullptr; }

 private:
  std::exception_ptr first_;
  const OutagePatience& patience_;
  std::exception_ptr stopped_by_;
};

}  // namespace kili::use_cases
