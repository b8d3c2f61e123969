#include "sandbox/store/open_files.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/store/fixture_values.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

std::string base64_decoded(const std::string& text, const std::string& path) {
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) throw std::invalid_argument(fmt::format("bucket: '{}' is not base64", path));
  const auto padding =
      std::count(text.end() - std::min<std::ptrdiff_t>(2, std::ssize(text)), text.end(), '=');
  bytes.resize(static_cast<std::size_t>(length - padding));
  return bytes;
}

}  // namespace

void load_open_files(MediaStorage& storage, const json& bucket) {
  for (const auto& [path, file] : bucket.items()) {
    check_keys(file, FixtureObject::bucket_file);
    const json* const text = present(file, "text");
    const json* const base64 = present(file, "base64");
    if ((text == nullptr) == (base64 == nullptr))
      throw std::invalid_argument(fmt::format("bucket: '{}' needs either 'text' or 'base64'", path));
    const json& given = text != nullptr ? *text : *base64;
    if (!given.is_string()) throw std::invalid_argument(fmt::format("bucket: '{}' has no text", path));
    const auto& content = given.get_ref<const std::string&>();
    const auto type = file.value("type", "");
    // A header of answers, which a line break would end.
    if (std::any_of(type.begin(), type.end(), [](char c) { return c < ' ' || c > '~'; })) {
      throw std::invalid_argument(
          fmt::format("bucket: '{}': 'type' has a character that no media type has", path));
    }
    storage.add_open_file(path, text != nullptr ? content : base64_decoded(content, path), type);
  }
}

}  // namespace kili::sandbox
