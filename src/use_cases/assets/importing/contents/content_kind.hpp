#pragma once

#include <cstdint>

namespace kili::use_cases {

/// What the content of an asset is. A project takes some of these, by its type.
enum class ContentKind : std::uint8_t {
  chat,         ///< JSON array of messages (LLM).
  file,         ///< Path of an image, a sound or a document.
  frame_files,  ///< Paths of the frames of a video.
  frame_urls,   ///< URLs of the frames of a video.
  json_file,    ///< Path of a file with a JSON object or a chat (LLM).
  json_object,  ///< JSON object (LLM).
  layers,       ///< Files of the layers of a satellite image.
  rich_text,    ///< JSON (TEXT).
  text,         ///< The text itself.
  text_file,    ///< Path of a text.
  tile_layers,  ///< Layers that the service reads from elsewhere, as JSON.
  url,          ///< URL of any content but a video.
  video_file,   ///< Path of a video.
  video_url     ///< URL of a video.
};

}  // namespace kili::use_cases
