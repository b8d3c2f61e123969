// Imports the lines of a file as assets, and goes on where it stopped when it was interrupted (Ctrl+C) or
// killed: the journal knows what was sent.
//
//   resume_import PROJECT_ID FILE JOURNAL
#include <kili/kili.hpp>

#include <csignal>
#include <fstream>
#include <iostream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace {

std::vector<kili::NewAsset> assets_of(const char* path) {
  std::vector<kili::NewAsset> assets;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) assets.push_back({.content = line});
  return assets;
}

/// Waits for Ctrl+C, which all other threads leave to it.
void stop_on_interrupt(const std::stop_token& ended, std::stop_source stop) {
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  const timespec a_moment{.tv_sec = 0, .tv_nsec = 50'000'000};
  while (!ended.stop_requested()) {
    if (sigtimedwait(&interrupt, nullptr, &a_moment) == SIGINT) stop.request_stop();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
  std::stop_source stop;
  const std::jthread waiter(stop_on_interrupt, stop);
  try {
    const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
    const auto result = client.append_many_to_dataset(argv[1], assets_of(argv[2]), {.journal = argv[3]},
                                                      {.stop_token = stop.get_token()});
    std::cout << "complete: " << result.asset_ids.size() << " assets\n";
    return 0;
  } catch (const kili::ImportError& error) {
    std::cerr << error.created_asset_ids().size() << " imported; run it again to go on\n"
              << error.what() << '\n';
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
