#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include "support/os/platform.hpp"

namespace kili::support {

/// Remembers the process that it was made in. A child process that fork() makes inherits all objects but
/// none of the threads, and locks as they were at that moment: it must not wait for either.
class ProcessMark {
 public:
  [[nodiscard]] bool is_of_this_process() const noexcept { return process_ == process_id(); }
  /// @throws UsedAfterForkError in a child of that process.
  void check() const {
    if (!is_of_this_process()) throw_used_after_fork();
  }

 private:
  [[noreturn]] void throw_used_after_fork() const;

  std::int64_t process_ = process_id();
};

/// Keeps an object that must not be destroyed reachable, so that leak checkers do not report it.
void keep_for_ever(void* object) noexcept;

/// Deletes an object in the process that made it. In a child the object stays: its destructor would wait for
/// threads that are not there.
template <typename T>
class ProcessBoundDelete {
 public:
  void operator()(T* object) const noexcept {
    if (mark_.is_of_this_process()) {
      delete object;
    } else {
      keep_for_ever(
          const_cast<std::remove_const_t<T>*>(object));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    }
  }

 private:
  ProcessMark mark_;
};

/// Like std::make_shared, for an object with threads or with locks that threads share.
template <typename T, typename... Arguments>
[[nodiscard]] std::shared_ptr<T> make_process_bound(Arguments&&... arguments) {
  return std::shared_ptr<T>(new T(std::forward<Arguments>(arguments)...), ProcessBoundDelete<T>());
}

/// One object for each process, made at first use and never destroyed: a child gets one of its own, since the
/// lock of the inherited one may be held by a thread that is not there. Trivially destructible, so that it
/// can be a static. Thread-safe.
template <typename T>
class OnePerProcess {
 public:
  [[nodiscard]] std::shared_ptr<T> get() {
    Entry* entry = newest_.load();
    while (entry == nullptr || !entry->mark.is_of_this_process()) {
      auto made =
          std::make_unique<Entry>(Entry{.earlier = entry, .mark = {}, .object = std::make_shared<T>()});
      if (newest_.compare_exchange_strong(entry, made.get())) entry = made.release();
    }
    return entry->object;
  }

 private:
  struct Entry {
    Entry* earlier;  ///< Of a parent process; keeps it reachable.
    ProcessMark mark;
    std::shared_ptr<T> object;
  };

  std::atomic<Entry*> newest_{nullptr};
};

}  // namespace kili::support
