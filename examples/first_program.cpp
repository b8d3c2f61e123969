// The first program of the README: imports two files and lists what the project holds.
#include <kili/kili.hpp>

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 4) return 2;  // project id and two files
  try {
    const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
    const auto added = client.append_many_to_dataset(
        argv[1], {.content_array = {argv[2], argv[3]}, .external_id_array = {"first", "second"}});
    std::cout << added.asset_ids.size() << " assets imported\n";

    for (const kili::Asset& asset : client.assets(argv[1], {.status_in = {kili::AssetStatus::todo}})) {
      std::cout << asset.external_id() << ' ' << asset.content() << '\n';
    }
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
