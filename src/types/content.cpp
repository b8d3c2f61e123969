#include <istream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "kili/assets/new_asset.hpp"
#include "kili/errors.hpp"
#include "types/held_content.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

/// Reads what the stream's buffer has, whatever exceptions the stream is set to throw.
std::size_t read_from(std::istream& stream, std::span<std::byte> buffer) {
  if (stream.fail()) {
    throw std::runtime_error("the stream has failed; open its file, and check it before it is given");
  }
  auto* const target = reinterpret_cast<char*>(  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
      buffer.data());
  const auto count = stream.rdbuf()->sgetn(target, static_cast<std::streamsize>(buffer.size()));
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

}  // namespace

Content::Content(Json value) {
  if (value.get().is_string()) {
    text_ = value.get().get<std::string>();
  } else {
    json_ = std::move(value);
  }
}

Content::Content(std::shared_ptr<const detail::HeldContent> held) noexcept : held_(std::move(held)) {}

Content Content::from_bytes(std::vector<std::byte> bytes, std::string format) {
  const auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  return from_bytes(*owner, owner, std::move(format));
}

Content Content::from_bytes(std::span<const std::byte> bytes, std::string format) {
  return from_bytes(std::vector<std::byte>(bytes.begin(), bytes.end()), std::move(format));
}

Content Content::from_bytes(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                            std::string format) {
  if (!bytes.empty() && owner == nullptr) {
    throw ValidationError(
        "Content::from_bytes: owner is null; give what keeps the bytes alive, or leave it out to have them "
        "copied");
  }
  const auto held = std::make_shared<detail::HeldContent>();
  held->bytes = bytes;
  held->owner = std::move(owner);
  held->format = std::move(format);
  return Content(held);
}

Content Content::from_reader(ContentReader reader, std::string format, std::optional<std::uint64_t> size) {
  if (!reader) throw ValidationError("Content::from_reader: reader is empty; give a function");
  const auto held = std::make_shared<detail::HeldContent>();
  held->reader = std::move(reader);
  held->format = std::move(format);
  held->size = size;
  return Content(held);
}

Content Content::from_stream(std::shared_ptr<std::istream> stream, std::string format) {
  if (stream == nullptr || stream->rdbuf() == nullptr) {
    throw ValidationError("Content::from_stream: stream is null or has no buffer; give an open stream");
  }
  return from_reader(
      [stream = std::move(stream)](std::span<std::byte> buffer) { return read_from(*stream, buffer); },
      std::move(format));
}

bool Content::empty() const noexcept {
  const nlohmann::json& value = json_.get();
  return held_ == nullptr && text_.empty() && (!value.is_structured() || value.empty());
}

}  // namespace v0_1
}  // namespace kili
