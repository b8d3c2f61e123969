#pragma once

#include <filesystem>
#include <string>

namespace kili::test {

/// A certificate for clients that signs itself, and its key.
struct ClientCertificate {
  std::filesystem::path certificate;
  std::filesystem::path encrypted_key;
  std::filesystem::path key;
  std::string password = "s3cret of the key";
};

/// Makes one with its files in a folder.
[[nodiscard]] ClientCertificate make_client_certificate(const std::filesystem::path& folder);

}  // namespace kili::test
