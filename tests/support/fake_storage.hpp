#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kili/http_transport.hpp"

namespace kili::test {

/// A place where files lie, answering as HttpTransport asks: to memory or into the response file, whole or in
/// part, and as badly as it is told to.
class FakeStorage {
 public:
  struct File {
    std::string content;
    HttpHeaders headers{{"content-type", "image/png"}, {"etag", "\"1\""}};
  };

  void put(const std::string& url, File file) {
    const std::scoped_lock lock(mutex_);
    files_[url] = std::move(file);
  }
  [[nodiscard]] HttpResponse handle(const HttpRequest& request);
  [[nodiscard]] std::vector<HttpRequest> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }
  void forget_requests() {
    const std::scoped_lock lock(mutex_);
    requests_.clear();
  }

  bool refuses_head = false;
  bool ignores_ranges = false;
  bool hides_length = false;
  /// Bytes after which each download breaks off.
  std::optional<std::uint64_t> breaks_after;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, File> files_;
  std::vector<HttpRequest> requests_;
};

/// Value of a header of a request, or empty.
[[nodiscard]] std::string header_of(const HttpRequest& request, std::string_view name);

}  // namespace kili::test
