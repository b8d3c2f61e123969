// Reads one JSON object per line, {"method": ..., "args": {...}, "sdk": "26.2.4"}, makes the call through the
// public API against KILI_API_ENDPOINT, and answers with one line: {"result" or "error", "warnings"}, in the
// shapes of that version of the official client (26.2.4, 26.1.5 or 2.164.0; without "sdk" the newest).

#include <iostream>
#include <string>
#include <utility>

#include "answer_text.hpp"
#include "session.hpp"

int main() {
  std::ios::sync_with_stdio(false);
  kili::driver::Session session([](std::shared_ptr<kili::MessageSink> warnings) {
    return kili::Client({.message_sink = std::move(warnings)});
  });
  for (std::string line; std::getline(std::cin, line);) {
    if (line.empty()) continue;
    std::cout << kili::driver::answer_text(session.answer(line)) << std::endl;
  }
  return 0;
}
