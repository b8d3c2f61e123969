#include "sandbox/http/tls_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "support/os/file.hpp"

namespace kili::sandbox {
namespace {

template <auto release>
struct Releaser {
  template <typename Object>
  void operator()(Object* object) const {
    release(object);
  }
};

using Bio = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION_free>>;
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;

constexpr long seconds_per_day = 24 * 60 * 60;
constexpr long validity_days = 3650;

void check(bool succeeded, const char* what) {
  if (!succeeded) throw std::runtime_error(fmt::format("sandbox certificate: {} failed", what));
}

void add_extension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value)};
  check(extension != nullptr, "making an extension");
  check(X509_add_ext(certificate, extension.get(), -1) == 1, "adding an extension");
}

Certificate make_certificate(EVP_PKEY* key) {
  Certificate certificate{X509_new()};
  check(certificate != nullptr, "allocation");
  check(X509_set_version(certificate.get(), 2) == 1, "setting the version");
  std::uint32_t serial = 0;
  check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "drawing a serial number");
  check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial + std::uint64_t{1}) == 1,
        "setting the serial number");
  // An hour back, for clients whose clock is behind.
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validity_days * seconds_per_day);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  const std::string common_name = "kili-sandbox";
  check(
      X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                 reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0) == 1,
      "setting the name");
  check(X509_set_issuer_name(certificate.get(), name) == 1, "setting the issuer");
  check(X509_set_pubkey(certificate.get(), key) == 1, "setting the key");
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature,keyCertSign");
  add_extension(certificate.get(), NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), NID_subject_key_identifier, "hash");
  add_extension(certificate.get(), NID_subject_alt_name, "IP:127.0.0.1,IP:::1,DNS:localhost");
  check(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "signing");
  return certificate;
}

Bio memory() {
  Bio bio{BIO_new(BIO_s_mem())};
  check(bio != nullptr, "allocation");
  return bio;
}

/// Writes a file that only its owner may read.
void write_for_owner(const std::filesystem::path& path, BIO* content) {
  char* bytes = nullptr;
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(content, &bytes));
  std::error_code error;
  auto file = support::File::open(path,
                                  {.access = support::FileAccess::write,
                                   .creation = support::FileCreation::if_missing,
                                   .rights = support::FileRights::owner},
                                  error);
  if (!error) error = file.resize(0);
  if (!error) error = file.write({bytes, size});
  if (!error) error = file.close();
  if (error) {
    throw std::runtime_error(
        fmt::format("sandbox certificate: cannot write '{}': {}", path.string(), error.message()));
  }
}

}  // namespace

TlsFiles self_signed_certificate(const std::filesystem::path& directory) {
  TlsFiles files{directory / "certificate.pem", directory / "private_key.pem", {}};
  if (std::filesystem::exists(files.certificate) && std::filesystem::exists(files.private_key)) return files;
  const Key key{EVP_EC_gen("P-256")};
  check(key != nullptr, "making a key");
  const Certificate certificate = make_certificate(key.get());
  const Bio key_text = memory();
  check(PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "writing the key");
  const Bio certificate_text = memory();
  check(PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1, "writing the certificate");
  write_for_owner(files.private_key, key_text.get());
  write_for_owner(files.certificate, certificate_text.get());
  return files;
}

}  // namespace kili::sandbox
