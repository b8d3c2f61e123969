#include <catch2/catch.hpp>
#include <string>

#include "support/shown_text.hpp"

using namespace kili::support;

TEST_CASE("a URL is shown without user name, password, query and fragment") {
  CHECK(shown_url("https://host.test/a/b.png") == "https://host.test/a/b.png");
  CHECK(shown_url("https://host.test/a@b?sign=secret#secret") == "https://host.test/a@b");
  CHECK(shown_url("https://host.test:8443/a?sign=secret#secret") == "https://host.test:8443/a");
  CHECK(shown_url("https://host.test:8443/a@b") == "https://...@b");
  CHECK(shown_url("https://host.test?sign=secret") == "https://host.test");
  CHECK(shown_url("http://user:secret@host.test/a b.png?x") == "http://host.test/a b.png");
  CHECK(shown_url("http://secret@host.test/") == "http://host.test/");
  CHECK(shown_url("user:secret@host.test/x") == "host.test/x");
  CHECK(shown_url("http://user:secret@part@host.test/x") == "http://host.test/x");
  CHECK(shown_url("http://host.test:80/x?mail=a@b") == "http://host.test:80/x");
  CHECK(shown_url("http://[::1]:80/x?mail=a@b") == "http://[::1]:80/x");
  CHECK(shown_url("http://host.test/line\nbreak") == "http://host.test/line\\nbreak");
  // Passwords that were not escaped.
  for (const char* careless : {"http://user:secret/part@host.test/x", "http://user:secret?part@host.test/x",
                               "http://user:sec#ret@host.test/x", "http://user:123/secret@host.test/x",
                               "http:///user:secret@host.test/x", "ftp://user:secret@host.test/x"}) {
    CAPTURE(careless);
    const auto shown = shown_url(careless);
    CHECK(shown.find("sec") == std::string::npos);
    CHECK(shown.find("host.test/x") != std::string::npos);
  }
}

TEST_CASE("texts are shown without the secrets of the URLs in them") {
  CHECK(without_url_secrets("no URL: a@b?c") == "no URL: a@b?c");
  CHECK(without_url_secrets(
            "cannot read \"https://u:secret@h.test/x?sig=secret\", nor <http://i.test/y?secret> "
            "(https://j.test/z?secret)") ==
        "cannot read \"https://h.test/x\", nor <http://i.test/y> (https://j.test/z");
  CHECK(without_url_secrets("s3://key:secret@bucket/x y") == "s3://bucket/x y");
  CHECK(without_url_secrets("://") == "://");
  CHECK(without_url_secrets("").empty());
}

TEST_CASE("paths are shown with every character to be seen") {
  CHECK(shown_path("a/b c.png") == "a/b c.png");
  CHECK(shown_path("gr\xC3\xBC\xC3\x9F.png") == "gr\xC3\xBC\xC3\x9F.png");
  CHECK(shown_path("a\nb.png") == "'a\\nb.png'");
  CHECK(shown_path("a.png\r") == "'a.png\\r'");
  CHECK(shown_path(" a.png") == "' a.png'");
  CHECK(shown_path("a.png ") == "'a.png '");
  CHECK(shown_path(std::string("a\0b", 3)) == "'a\\x00b'");
  CHECK(shown_path("a\xE9.png") == "'a\\xE9.png'");
  CHECK(shown_path("\x1b[31m") == "'\\x1B[31m'");
  CHECK(shown_path("") == "''");
  CHECK(shown_path("s3://key:secret@bucket/x?sig") == "s3://bucket/x");
  CHECK(shown_path(std::string(300, 'a')) == std::string(200, 'a') + "...");
}
