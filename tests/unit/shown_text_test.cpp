#include <catch2/catch.hpp>
#include <string>
#include <vector>

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
  CHECK(shown_text("no URL: a@b?c") == "no URL: a@b?c");
  CHECK(shown_text("cannot read \"https://u:secret@h.test/x?sig=secret\", nor <http://i.test/y?secret> "
                   "(https://j.test/z?secret)") ==
        "cannot read \"https://h.test/x\", nor <http://i.test/y> (https://j.test/z");
  CHECK(shown_text("s3://key:secret@bucket/x y") == "s3://bucket/x y");
  CHECK(shown_text("://") == "://");
  CHECK(shown_text("").empty());
  // As JSON has it, and in the query of another URL.
  CHECK(shown_text(R"({"url":"https:\/\/u:secret@h.test\/x?sig=secret"})") ==
        R"({"url":"https:\/\/h.test\/x"})");
  CHECK(shown_text("to=https%3A%2F%2Fh.test%2Fx%3Fsig%3Dsecret next") == "to=https%3A%2F%2F... next");
  // Control characters do not end a URL.
  CHECK(shown_text("https://u:sec\x1bret@h.test/x") == "https://h.test/x");
  // What gives access without a URL.
  CHECK(shown_text("GET /x?a=1&X-Amz-Signature=secret&b=2") == "GET /x?a=1&X-Amz-Signature=...&b=2");
  CHECK(shown_text("design=secretary") == "design=secretary");
  CHECK(shown_text("Authorization: Basic secret\nHost: h") == "Authorization: ...\\nHost: h");
  CHECK(shown_text(R"({"authorization":"Bearer secret","a":1})") == R"({"authorization":"...","a":1})");
  CHECK(shown_text("x-api-key: secret") == "x-api-key: ...");
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
  CHECK(shown_path(std::string(300, 'a')) == std::string(200, 'a') + "... (100 more bytes)");
}

TEST_CASE("no character changes how a text is seen without being seen") {
  struct Row {
    const char* text;
    const char* shown;
  };
  const Row rows[] = {{"a\nb\rc\td", "a\\nb\\rc\\td"},
                      {"\x1b[2J\x07", "\\x1B[2J\\x07"},
                      {"\x7f", "\\x7F"},
                      {"\xc2\x9b"
                       "31m",
                       "\\u009B31m"},
                      {"\xc2\x85", "\\u0085"},
                      {"\x9b", "\\x9B"},
                      {"\u202Egpj.exe", "\\u202Egpj.exe"},
                      {"\u2066\u2069", "\\u2066\\u2069"},
                      {"\u200E\u200F\u061C", "\\u200E\\u200F\\u061C"},
                      {"a\u200Bb", "a\\u200Bb"},
                      {"\u2028\u2029", "\\u2028\\u2029"},
                      {"\uFEFF", "\\uFEFF"},
                      {"\U000E0041", "\\U000E0041"},
                      {"\xe2\x82", "\\xE2\\x82"},
                      {"\xed\xa0\x80", "\\xED\\xA0\\x80"},
                      {"wörld 写 \xf0\x9f\x98\x80", "wörld 写 \xf0\x9f\x98\x80"}};
  for (const Row& row : rows) {
    CAPTURE(row.shown);
    CHECK(shown_text(row.text) == row.shown);
    CHECK(shown_text(row.shown) == row.shown);
  }
}

TEST_CASE("a long text is cut between characters and says how much is left out") {
  CHECK(shown_text("wörld", 2) == "wö... (3 more bytes)");
  CHECK(shown_text("world", 5) == "world");
  CHECK(shown_text(std::string(5'000'000, 'a'), 10) == "aaaaaaaaaa... (4999990 more bytes)");
  CHECK(shown_text(std::string(5'000'000, '\x80'), 8) == "\\x80\\x80... (4999998 more bytes)");
  const std::string cut = shown_text(std::string(100, 'a'), 40);
  CHECK(shown_text(cut, 40) == cut);
  // What only looks like a text that was cut has no room of its own.
  CHECK(shown_text(std::string(50, '\xff') + " more bytes)", 40).size() <= 40 + 48);
  // What was cut is not cut again.
  const std::string shown = shown_text(std::string(1'000, '\x01'), 50);
  CHECK(shown_text(shown, 50) == shown);
  // A name or password may be behind the place of the cut.
  const std::string url = "https://user:" + std::string(5'000, 's') + "@host.test/";
  CHECK(shown_text(url, 20).starts_with("https://..."));
  CHECK(shown_text(url, 20).find("ss") == std::string::npos);
  CHECK(shown_text("https://host.test/" + std::string(5'000, 's'), 20).starts_with("https://host.test/ss"));
}

TEST_CASE("an API key is in no text while a client has it") {
  const std::string key = "0123-4567-89ab";
  CHECK(shown_text("key " + key) == "key " + key);
  {
    const HiddenKey hidden(key);
    const HiddenKey again(key);
    CHECK(shown_text("key " + key + key + ".") == "key [api key][api key].");
    CHECK(shown_url("https://host.test/" + key) == "https://host.test/[api key]");
    // Wherever the text is cut.
    for (std::size_t before = 0; before < 5'000; ++before) {
      const std::string text = std::string(before, 'a') + key + std::string(10'000, 'b');
      const std::string shown = shown_text(text, 100);
      if (shown.find("0123-") != std::string::npos) FAIL(before << shown);
      if (before % 500 == 0)
        CHECK(shown_text(key + std::string(before, '=') + key, 4).find("0123-") == std::string::npos);
    }
    // Nor where something is left out before it.
    for (std::size_t left_out = 4'000; left_out < 4'300; ++left_out) {
      const std::string text = "https://h.test/?" + std::string(left_out, 'q') + " " + key;
      if (shown_text(text, 100).find("0123-") != std::string::npos) FAIL(left_out);
    }
  }
  CHECK(shown_text(key) == key);
  const HiddenKey too_short("key");
  CHECK(shown_text("a key") == "a key");
  CHECK(shown_list(std::vector<std::string>(102, "a\n"), ";").ends_with(";a\\n and 2 more"));
}
