#pragma once

#include <exception>

namespace kili::use_cases {

/// What went wrong in an import, and whether it goes on. Shared by its stages, on one thread.
class ImportErrors {
 public:
  void note(const std::exception_ptr& error) {
    if (!first_) first_ = error;
  }
  /// No further row is read or planned; what is under way is finished.
  void stop_reading(const std::exception_ptr& error) {
    note(error);
    reading_stopped_ = true;
  }

  /// Null when there is none.
  [[nodiscard]] const std::exception_ptr& first() const noexcept { return first_; }
  [[nodiscard]] bool reading_stopped() const noexcept { return reading_stopped_; }

 private:
  std::exception_ptr first_;
  bool reading_stopped_ = false;
};

}  // namespace kili::use_cases
