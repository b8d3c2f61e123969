#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/http_transport.hpp"
#include "use_cases/assets/importing/local_file.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"
#include "use_cases/assets/importing/spooled_content.hpp"

namespace kili::use_cases {

/// Assets that may share a mutation.
struct ImportLane {
  bool asynchronous = false;
  std::size_t batch_size = 0;
  bool has_layers = false;
  std::string_view upload_type;  ///< Of an asynchronous import.

  [[nodiscard]] friend bool operator==(const ImportLane&, const ImportLane&) = default;
};

/// Something that goes into the service's storage, and what its URL becomes.
struct PlannedUpload {
  enum class Purpose {
    content,
    frame,
    json_content,
    layer
  };

  std::string content_type;
  std::string file;                      ///< Path; empty: `memory` or `text` is uploaded.
  std::optional<HttpMemoryBody> memory;  ///< Bytes of the caller's.
  std::size_t number = 0;                ///< Of the frame or layer.
  Purpose purpose = Purpose::content;
  Spool spool;  ///< Keeps `file` when it is a temporary one.
  FileStamp stamp;
  std::string target;  ///< Below the folder of the asset, for example "content".
  std::string text;

  /// Gives back the memory and the disk that the content takes.
  void release() {
    memory.reset();
    spool.reset();
    text = {};
  }
};

/// One asset that is going to be imported, checked.
struct PlannedAsset {
  std::string asset_id;
  std::string content;  ///< What the mutation names, once everything is uploaded.
  std::string external_id;
  std::vector<std::string> frames;  ///< URLs of local frames, once uploaded.
  std::size_t index = 0;            ///< Position in the input.
  bool is_honeypot = false;
  std::string json_content;
  std::string json_metadata = "{}";
  ImportLane lane;
  nlohmann::json layers;
  /// An earlier run of the same import may have sent it.
  bool maybe_sent = false;
  std::size_t request_bytes = 0;  ///< What it adds to the body of the mutation, but for what is uploaded.
  support::TextHash row_hash;
  std::vector<PlannedUpload> uploads;

  [[nodiscard]] std::string description() const { return describe(index, external_id); }
};

}  // namespace kili::use_cases
