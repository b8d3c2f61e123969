#pragma once

#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/sandbox.hpp"

namespace kili::wire {

/// What was sent in all cases, a line of JSON each as `kili-sandbox --request-log` writes it.
class RequestLog {
 public:
  explicit RequestLog(const std::filesystem::path& path) : file_(path, std::ios::binary) {
    if (!file_) throw std::runtime_error("cannot write the request log '" + path.string() + "'");
  }

  void add(const std::vector<SandboxRequest>& requests) {
    const std::scoped_lock lock(mutex_);
    for (const auto& request : requests) {
      const nlohmann::json line{{"body", request.body},
                                {"method", request.method},
                                {"operation", request.operation},
                                {"status", request.status}};
      file_ << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }
    if (!file_.flush()) throw std::runtime_error("the request log cannot be written");
  }

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

}  // namespace kili::wire
