#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "graphql_server/engine.hpp"
#include "sandbox/http/access_rules.hpp"
#include "sandbox/http/bandwidth.hpp"
#include "sandbox/http/faults.hpp"
#include "sandbox/http/http_types.hpp"
#include "sandbox/http/live_log.hpp"
#include "sandbox/http/request_log.hpp"
#include "sandbox/service.hpp"
#include "sandbox/store/media_storage.hpp"

namespace kili::sandbox {

class Control;

/// Data shared by all requests. Its references outlive the server.
struct ApplicationContext {
  AccessRules access;
  std::string api_key;
  Bandwidth& bandwidth;
  Control& control;
  Faults& faults;
  LiveLog& live;
  RequestLog& log;
  /// Status of the answer to a gzipped request; 0: such requests are read.
  std::atomic<int>& refuse_compression;  ///< 0: gzipped requests are read.
  graphql::Schema schema;
  Service& service;
  MediaStorage& storage;
  std::chrono::milliseconds storage_delay_per_mib{};
  Store& store;
  ServiceVersion version = ServiceVersion::v26_2;
};

/// Routes requests to the API, to the storage, to what steers the sandbox and to its page.
class Application : public HttpHandler {
 public:
  explicit Application(ApplicationContext context) : context_(std::move(context)) {}

  [[nodiscard]] Bandwidth& bandwidth() override { return context_.bandwidth; }
  [[nodiscard]] std::unique_ptr<HttpExchange> start_exchange(HttpRequest request) override;
  void connection_opened() override { context_.log.connection_opened(); }
  void connection_closed() override { context_.log.connection_closed(); }

 private:
  [[nodiscard]] std::unique_ptr<HttpExchange> route(HttpRequest request);

  ApplicationContext context_;
};

}  // namespace kili::sandbox
