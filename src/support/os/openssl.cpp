#include "support/os/openssl.hpp"

#include <dlfcn.h>

#include <cstdint>

namespace kili::support {

void keep_openssl_until_the_end() noexcept {
  // libcurl brings OpenSSL or another TLS library; this library needs neither its headers nor its presence.
  using Initialise = int (*)(std::uint64_t options, const void* settings);
  constexpr std::uint64_t no_cleanup_at_exit = 0x00080000;  // OPENSSL_INIT_NO_ATEXIT
  void* const found = ::dlsym(RTLD_DEFAULT, "OPENSSL_init_crypto");
  if (found == nullptr) return;
  const auto initialise = reinterpret_cast<Initialise>(found);
  static_cast<void>(initialise(no_cleanup_at_exit, nullptr));
}

}  // namespace kili::support
