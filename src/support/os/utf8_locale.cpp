#include "support/os/utf8_locale.hpp"

#include <locale.h>  // NOLINT(modernize-deprecated-headers): POSIX has more in it than the C standard

namespace kili::support {

struct Utf8Locale::Data {
  locale_t before = nullptr;
  locale_t utf8 = nullptr;
};

Utf8Locale::Utf8Locale() : data_(std::make_unique<Data>()) {
  data_->utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (data_->utf8 != nullptr) data_->before = ::uselocale(data_->utf8);
}

Utf8Locale::~Utf8Locale() {
  if (data_->utf8 == nullptr) return;
  ::uselocale(data_->before);
  ::freelocale(data_->utf8);
}

}  // namespace kili::support
