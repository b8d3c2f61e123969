#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace kili::benchmark {

/// Wall time since construction, and the process's peak of resident memory.
class Measurement {
 public:
  /// Prints one JSON line: who did what, with how many assets, in how many seconds and MiB.
  void print(const char* program, const std::string& job, std::size_t assets) const {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started_;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print(
        "{{\"assets\":{},\"cpu_seconds\":{:.3f},\"job\":\"{}\",\"peak_mib\":{:.1f},\"program\":\"{}\","
        "\"seconds\":{:.4f}}}\n",
        assets, seconds(usage.ru_utime) + seconds(usage.ru_stime), job,
        static_cast<double>(usage.ru_maxrss) / 1024, program, elapsed.count());
  }

 private:
  static double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  }

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// The value of an environment variable that must be set.
inline std::string environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(fmt::format("{} is not set", name));
  return value;
}

/// The files of a folder, sorted by name.
inline std::vector<std::string> files_of(const std::filesystem::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// An external id for each file: its name behind the prefix.
inline std::vector<std::string> external_ids_of(const std::string& prefix,
                                                const std::vector<std::string>& files) {
  std::vector<std::string> ids;
  for (const auto& file : files) ids.push_back(prefix + std::filesystem::path(file).filename().string());
  return ids;
}

}  // namespace kili::benchmark
