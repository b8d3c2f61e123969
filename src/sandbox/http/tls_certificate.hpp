#pragma once

#include <filesystem>

namespace kili::sandbox {

struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path private_key;
  /// Of the authorities whose client certificates are accepted; empty: none is asked for.
  std::filesystem::path client_ca{};
};

/// A self-signed certificate for 127.0.0.1, ::1 and localhost in `directory`, made unless it is there
/// already, so that clients that trust it keep trusting it after a restart. @throws std::runtime_error.
[[nodiscard]] TlsFiles self_signed_certificate(const std::filesystem::path& directory);

}  // namespace kili::sandbox
