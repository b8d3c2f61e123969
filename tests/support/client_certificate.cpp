#include "client_certificate.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace kili::test {
namespace {

struct CloseFile {
  void operator()(FILE* file) const { std::fclose(file); }
};

void check_step(bool succeeded) {
  if (!succeeded) throw std::runtime_error("certificate of a client: a step failed");
}

std::unique_ptr<FILE, CloseFile> new_file(const std::filesystem::path& path) {
  std::unique_ptr<FILE, CloseFile> file(std::fopen(path.c_str(), "w"));
  check_step(file != nullptr);
  return file;
}

}  // namespace

ClientCertificate make_client_certificate(const std::filesystem::path& folder) {
  ClientCertificate made{.certificate = folder / "client.pem",
                         .encrypted_key = folder / "encrypted.pem",
                         .key = folder / "key.pem"};
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
  check_step(key != nullptr && certificate != nullptr);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  check_step(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                        reinterpret_cast<const unsigned char*>("client of a test"), -1, -1,
                                        0) == 1);
  check_step(X509_set_issuer_name(certificate.get(), name) == 1);
  check_step(X509_set_pubkey(certificate.get(), key.get()) == 1);
  check_step(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  check_step(PEM_write_X509(new_file(made.certificate).get(), certificate.get()) == 1);
  check_step(
      PEM_write_PrivateKey(new_file(made.key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  check_step(PEM_write_PKCS8PrivateKey(new_file(made.encrypted_key).get(), key.get(), EVP_aes_256_cbc(),
                                       made.password.data(), static_cast<int>(made.password.size()), nullptr,
                                       nullptr) == 1);
  return made;
}

}  // namespace kili::test
