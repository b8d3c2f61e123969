#include "cli/asset_source.hpp"

#include <algorithm>
#include <fstream>
#include <istream>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <system_error>

#include "cli/csv_rows.hpp"
#include "cli/file_to_read.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::ordered_json;
namespace fs = std::filesystem;

bool is_external_id(std::string_view name) { return name == "externalId" || name == "external_id"; }

/// A relative path that leads to a file beside the list is that file; anything else stays what it is.
Content content_beside(const fs::path& folder, const std::string& text) {
  using namespace std::string_view_literals;
  constexpr std::size_t longest_path = 4096;
  std::error_code error;
  if (text.empty() || text.size() > longest_path || text.find("://") != std::string::npos ||
      text.find_first_of("\n\0"sv) != std::string::npos) {
    return text;
  }
  const fs::path beside = folder / text;
  const fs::file_status status = fs::status(beside, error);
  // A text such as "." is no folder.
  return fs::exists(status) && !fs::is_directory(status) ? Content(beside.string()) : Content(text);
}

class FolderSource final : public AssetSource {
 public:
  explicit FolderSource(const fs::path& folder) : folder_(folder) {
    std::error_code error;
    fs::recursive_directory_iterator it(folder, error);
    if (error) throw FileError(folder.string() + " cannot be read: " + error.message());
    for (; it != fs::recursive_directory_iterator(); it.increment(error)) {
      take(it);
    }
    if (error) throw FileError(folder.string() + " cannot be read as a whole: " + error.message());
    std::sort(files_.begin(), files_.end());
  }

  [[nodiscard]] std::optional<NewAsset> next() override {
    if (position_ == files_.size()) return std::nullopt;
    const std::string& name = files_[position_++];
    NewAsset asset;
    asset.content = (folder_ / name).string();
    asset.external_id = name;
    return asset;
  }

 private:
  void take(fs::recursive_directory_iterator& it) {
    const std::string name = it->path().lexically_relative(folder_).generic_string();
    std::error_code error;
    const bool is_folder = it->is_directory(error);
    if (it->path().filename().string().front() == '.') {
      leave_out(name + ": hidden");
      if (is_folder) it.disable_recursion_pending();
    } else if (is_folder) {
      if (it->is_symlink(error)) leave_out(name + ": a link to a folder");
    } else if (it->is_regular_file(error)) {
      files_.push_back(name);
    } else {
      leave_out(name + ": not a regular file");
    }
  }

  std::vector<std::string> files_;
  fs::path folder_;
  std::size_t position_ = 0;
};

/// A source of one file, whose messages name it.
class ListSource : public AssetSource {
 protected:
  explicit ListSource(const fs::path& path)
      : folder_(path.parent_path()), name_(path.string()), stream_(path, std::ios::binary) {
    if (!stream_) throw FileError(name_ + " cannot be read");
  }
  [[noreturn]] void refuse(std::size_t line, const std::string& what) const {
    throw ValidationError(name_ + ", line " + std::to_string(line) + ": " + what);
  }
  /// @throws FileError when the file ends where it cannot be read.
  void check_end() const { require_read_to_end(stream_, name_); }
  [[nodiscard]] const fs::path& folder() const noexcept { return folder_; }
  [[nodiscard]] std::istream& stream() noexcept { return stream_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  fs::path folder_;
  std::string name_;
  std::ifstream stream_;
};

class CsvSource final : public ListSource {
 public:
  CsvSource(const fs::path& path, char separator) : ListSource(path), rows_(stream(), separator) {
    auto names = next_row();
    if (!names) refuse(1, "no names of columns; give a column content, and externalId");
    names_ = std::move(*names);
    if (std::find(names_.begin(), names_.end(), "content") == names_.end()) {
      refuse(
          1,
          "no column has the name content; the first line has the names of the columns, with the separator "
          "that --csv-separator says");
    }
    check_names();
  }

  [[nodiscard]] std::optional<NewAsset> next() override {
    const auto row = next_row();
    if (!row) return std::nullopt;
    if (row->size() != names_.size()) {
      refuse(rows_.line(), std::to_string(row->size()) + " fields, but " + std::to_string(names_.size()) +
                               " columns; quote fields that contain the separator");
    }
    NewAsset asset;
    ordered_json metadata = ordered_json::object();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::string& text = (*row)[i];
      if (names_[i] == "content") {
        asset.content = content_beside(folder(), text);
      } else if (is_external_id(names_[i])) {
        if (!text.empty()) asset.external_id = text;
      } else if (!text.empty() && !metadata.emplace(names_[i], text).second) {
        refuse(rows_.line(), "two columns have the name '" + names_[i] + "'; give each a name of its own");
      }
    }
    if (!metadata.empty()) asset.json_metadata = Json(metadata);
    return asset;
  }

 private:
  [[nodiscard]] std::optional<std::vector<std::string>> next_row() {
    try {
      auto row = rows_.next();
      if (!row) check_end();
      return row;
    } catch (const ValidationError& error) {
      check_end();
      throw ValidationError(name() + ", " + error.what());
    }
  }
  /// Of two columns with one name one would be lost. Columns without a name are common and mostly empty.
  void check_names() const {
    std::set<std::string_view> seen;
    for (const auto& each : names_) {
      const std::string_view meant = is_external_id(each) ? "externalId" : std::string_view(each);
      if (!meant.empty() && !seen.insert(meant).second) {
        refuse(1, "two columns have the name " + std::string(meant) + "; give each a name of its own");
      }
    }
  }

  std::vector<std::string> names_;
  CsvRows rows_;
};

class JsonLinesSource final : public ListSource {
 public:
  explicit JsonLinesSource(const fs::path& path) : ListSource(path) {}

  [[nodiscard]] std::optional<NewAsset> next() override {
    std::string text;
    do {
      if (!std::getline(stream(), text)) {
        check_end();
        return std::nullopt;
      }
      ++line_;
    } while (text.find_first_not_of(" \t\r") == std::string::npos);
    Json value;
    try {
      value = Json::parse(text);
    } catch (const ValidationError& error) {
      refuse(line_, error.what());
    }
    const ordered_json* const object = value.ordered();
    if (object == nullptr || !object->is_object()) {
      refuse(line_, "not an object; give one such as {\"content\": \"a.jpg\", \"externalId\": \"a\"}");
    }
    return asset_of(*object);
  }

 private:
  [[nodiscard]] NewAsset asset_of(const ordered_json& object) const {
    NewAsset asset;
    ordered_json metadata = ordered_json::object();
    for (const auto& [key, value] : object.items()) {
      if (key == "content") {
        asset.content =
            value.is_string() ? content_beside(folder(), value.get<std::string>()) : Content(value);
      } else if (is_external_id(key)) {
        if (!value.is_string()) refuse(line_, key + ": not a text");
        if (asset.external_id) refuse(line_, "both externalId and external_id; give one of them");
        asset.external_id = value.get<std::string>();
      } else if (key == "isHoneypot") {
        if (!value.is_boolean()) refuse(line_, key + ": neither true nor false");
        asset.is_honeypot = value.get<bool>();
      } else if (key == "jsonContent") {
        asset.json_content = Json(value);
      } else if (key == "multiLayerContent") {
        asset.multi_layer_content = Json(value);
      } else if (key == "jsonMetadata") {
        if (!value.is_object()) refuse(line_, key + ": not an object");
        for (const auto& [name, each] : value.items()) add_metadata(metadata, name, each);
      } else {
        add_metadata(metadata, key, value);
      }
    }
    if (!metadata.empty()) asset.json_metadata = Json(metadata);
    return asset;
  }

  /// A member and jsonMetadata may both have a name: one of the values would be lost.
  void add_metadata(ordered_json& metadata, const std::string& name, const ordered_json& value) const {
    if (metadata.contains(name)) {
      refuse(line_, name + ": given twice, beside jsonMetadata and in it; give it once");
    }
    metadata[name] = value;
  }

  std::size_t line_ = 0;
};

}  // namespace

AssetSource::~AssetSource() = default;

std::unique_ptr<AssetSource> open_asset_source(const fs::path& path, char separator) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    throw FileError(path.string() + " does not exist; give a folder, or a file of CSV or JSON lines");
  }
  if (fs::is_directory(path, error)) return std::make_unique<FolderSource>(path);
  const std::string extension = path.extension().string();
  if (extension == ".csv") return std::make_unique<CsvSource>(path, separator);
  if (extension == ".jsonl" || extension == ".ndjson") return std::make_unique<JsonLinesSource>(path);
  throw ValidationError(path.string() +
                        ": neither a folder nor a file that ends with .csv, .jsonl or .ndjson; to " +
                        "import one file, put it into a folder or a list");
}

}  // namespace kili::cli
