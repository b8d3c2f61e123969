// Logs every request of a listing, as a part of the caller's trace, and prints metrics in the end.
//
//   request_log PROJECT_ID LOG_FILE SPANS_FILE [TRACEPARENT]
//
// The files are appended to. A program that has a collector gives OtlpSettings::endpoint and a transport in
// place of a file.

#include <cstddef>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kili/kili.hpp"

namespace {

void list_assets(const std::string& project, const std::string& log_file, const std::string& spans_file,
                 const std::optional<std::string>& traceparent) {
  const auto log = std::make_shared<kili::JsonLinesObserver>(log_file);
  const auto metrics = std::make_shared<kili::PrometheusObserver>();
  const auto spans = std::make_shared<kili::OtlpObserver>(
      kili::OtlpSettings{.file = spans_file, .service_name = "request_log"});
  const kili::Client client({.headers = {{"X-Request-Source", "nightly"}},
                             .make_traceparent = true,
                             .observer = std::make_shared<kili::TeeObserver>(
                                 std::vector<std::shared_ptr<kili::Observer>>{log, metrics, spans})});
  std::size_t assets = 0;
  for (const kili::Asset& asset :
       client.assets(project, {}, {.fields = {"id"}}, {.traceparent = traceparent})) {
    assets += asset.id().empty() ? 0 : 1;
  }
  std::cout << assets << " assets\n" << metrics->text();
  if (log->lost_lines() > 0) std::cerr << log->lost_lines() << " lines of the log were lost\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || argc > 5) {
    std::cerr << "usage: request_log PROJECT_ID LOG_FILE SPANS_FILE [TRACEPARENT]\n";
    return 2;
  }
  try {
    list_assets(argv[1], argv[2], argv[3], argc == 5 ? std::optional<std::string>(argv[4]) : std::nullopt);
    return 0;
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
