// A program that pushes assets into an open import with a journal until it is killed: PROJECT JOURNAL COUNT.
// It prints a character for each asset that is settled.

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "kili/kili.hpp"

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const kili::Client client({.calls_per_minute = 0});
  auto import = client.open_import(arguments[1],
                                   {.batch_assets = 20, .journal = arguments[2], .on_asset = [](const auto&) {
                                      static_cast<void>(::write(STDOUT_FILENO, "x", 1));
                                    }});
  for (int i = 0; i < std::atoi(arguments[3]); ++i) {
    const std::string name = std::to_string(i);
    import.push({.content = "https://example.com/" + name + ".jpg", .external_id = name});
  }
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}
