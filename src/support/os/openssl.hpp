#pragma once

namespace kili::support {

/// Keeps OpenSSL, where the process has it, usable until the process has ended. By default OpenSSL destroys
/// its state in a handler of exit(); a transfer of a later handler, or of the destructor of a global object,
/// would then read what is gone. Takes effect when OpenSSL was not initialised before, by the program itself.
void keep_openssl_until_the_end() noexcept;

}  // namespace kili::support
