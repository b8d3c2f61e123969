#pragma once

#include <cstdint>
#include <string_view>
#include <system_error>
#include <utility>

#include "kili/http_transport.hpp"
#include "support/os/file.hpp"

namespace kili::http {

/// A file for the body of a response. It may outlive the call, when a transfer is given up.
class OpenedFile final : public ResponseFile {
 public:
  explicit OpenedFile(support::File file) : file_(std::move(file)) {}
  [[nodiscard]] std::error_code resize(std::uint64_t size) override { return file_.resize(size); }
  [[nodiscard]] std::error_code write_at(std::uint64_t position, std::string_view bytes) override {
    return file_.write_at(position, bytes);
  }
  [[nodiscard]] std::error_code close() { return file_.close(); }

 private:
  support::File file_;
};

}  // namespace kili::http
