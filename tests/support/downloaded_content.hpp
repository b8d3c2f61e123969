#pragma once

#include <string>

#include "fake_transport.hpp"
#include "test_folder.hpp"

namespace kili::test {

/// What a listing that downloads media stores for the first asset of project "p".
inline std::string downloaded_content(const Client& client, const TestFolder& folder) {
  const auto assets = client
                          .assets("p", {},
                                  {.download_media = true,
                                   .fields = {{"id", "externalId", "content"}},
                                   .local_media_dir = folder.root()})
                          .to_vector();
  return read_file(assets.at(0).content());
}

}  // namespace kili::test
