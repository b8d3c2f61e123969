#include <openssl/pem.h>
#include <openssl/x509.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "http/curl_transport.hpp"
#include "kili/sandbox.hpp"
#include "sandbox/http/tls_certificate.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

struct CloseStream {
  void operator()(FILE* file) const { std::fclose(file); }
};
using Stream = std::unique_ptr<FILE, CloseStream>;

struct FreeKeyOrCertificate {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};

/// Gives a certificate other dates, in seconds from now, and signs it again.
void set_certificate_dates(const sandbox::TlsFiles& files, long begin, long end) {
  const Stream key_file(std::fopen(files.private_key.c_str(), "r"));
  Stream file(std::fopen(files.certificate.c_str(), "r"));
  REQUIRE(key_file);
  REQUIRE(file);
  const std::unique_ptr<EVP_PKEY, FreeKeyOrCertificate> key(
      PEM_read_PrivateKey(key_file.get(), nullptr, nullptr, nullptr));
  const std::unique_ptr<X509, FreeKeyOrCertificate> certificate(
      PEM_read_X509(file.get(), nullptr, nullptr, nullptr));
  REQUIRE(key);
  REQUIRE(certificate);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), begin);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), end);
  REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  file.reset(std::fopen(files.certificate.c_str(), "w"));
  REQUIRE(PEM_write_X509(file.get(), certificate.get()) == 1);
}

}  // namespace

TEST_CASE("a certificate that is not valid by this machine's clock is an error that names the clock") {
  const long begin = GENERATE(-7200L, 3600L);
  const TestFolder folder;
  const auto files = sandbox::self_signed_certificate(folder.root());
  set_certificate_dates(files, begin, begin + 3600);
  const Sandbox sandbox({.certificate_file = files.certificate.string(),
                         .https = true,
                         .private_key_file = files.private_key.string()});
  http::CurlTransport transport({.tls = {.ca_bundle = files.certificate.string()}});
  HttpRequest request;
  request.url = sandbox.endpoint();
  try {
    static_cast<void>(transport.send(request, {}));
    FAIL("no error");
  } catch (const TransportError& error) {
    CAPTURE(error.what());
    CHECK(error.failure() == TransportFailure::tls_failed);
    CHECK_THAT(error.what(), Catch::Matchers::Contains("check the clock of this machine"));
  }
}
