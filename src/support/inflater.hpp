#pragma once

#include <functional>
#include <memory>
#include <string_view>

struct z_stream_s;

namespace kili::support {

/// Takes decoded bytes. @return false to end.
using ByteSink = std::function<bool(std::string_view bytes)>;

/// Undoes gzip or deflate while the bytes come. What stands behind the end is ignored, as browsers do.
class Inflater {
 public:
  enum class Format {
    gzip,    ///< One member or several.
    deflate  ///< With the header of zlib, or without, as some servers send it.
  };
  enum class Result {
    good,
    broken,  ///< The bytes are not of this format.
    ended    ///< The sink wants no more.
  };

  explicit Inflater(Format format) noexcept;
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;
  ~Inflater();

  [[nodiscard]] Result write(std::string_view bytes, const ByteSink& sink);
  /// At the end of the bytes: whether all is there. No bytes are.
  [[nodiscard]] bool is_whole() const noexcept { return !stream_ || ended_; }
  /// Whether something else stands behind the end.
  [[nodiscard]] bool has_rest() const noexcept { return is_rest_; }

 private:
  struct End {
    void operator()(z_stream_s* stream) const noexcept;
  };

  void begin(unsigned char first);
  [[nodiscard]] bool begin_next_member(char first);
  [[nodiscard]] Result inflate_all(const ByteSink& sink);

  std::unique_ptr<z_stream_s, End> stream_;  ///< From the first byte on.
  bool ended_ = false;                       ///< The member.
  Format format_;
  bool is_rest_ = false;  ///< What comes is no member.
};

}  // namespace kili::support
