#pragma once

#include <memory>

namespace kili::support {

/// While it lives, libraries that convert names take those of this thread for UTF-8, whatever the locale of
/// the program is. Where the system has no such locale, that of the program stays.
class Utf8Locale {
 public:
  Utf8Locale();
  ~Utf8Locale();
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace kili::support
