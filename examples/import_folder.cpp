// Imports the pictures of a folder and of all folders below it. The external id of a picture is its path in
// the folder, so that running it again imports only what is new.
//
//   import_folder PROJECT_ID FOLDER
#include <kili/kili.hpp>

#include <filesystem>
#include <iostream>
#include <ranges>
#include <string>

namespace {

namespace fs = std::filesystem;

bool is_picture(const fs::directory_entry& entry) {
  const std::string extension = entry.path().extension().string();
  return entry.is_regular_file() && (extension == ".jpg" || extension == ".png");
}

void import(const std::string& project, const fs::path& folder) {
  const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
  auto pictures = fs::recursive_directory_iterator(folder) | std::views::filter(is_picture) |
                  std::views::transform([&folder](const fs::directory_entry& entry) {
                    const std::string name = fs::relative(entry.path(), folder).generic_string();
                    return kili::NewAsset{.content = entry.path(),
                                          .external_id = name,
                                          .json_metadata = kili::Json::parse(R"({"camera": "left"})")};
                  });
  const kili::AppendResult result = client.append_many_to_dataset(project, pictures);
  std::cout << result.asset_ids.size() << " pictures imported, " << result.skipped.size()
            << " were there already\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: import_folder PROJECT_ID FOLDER\n";
    return 2;
  }
  try {
    import(argv[1], argv[2]);
    return 0;
  } catch (const kili::ImportError& error) {
    std::cerr << error.what() << '\n';
    for (const kili::ImportedAsset& asset : error.assets()) {
      if (asset.outcome == kili::ImportOutcome::failed) std::cerr << asset.reason << '\n';
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
