#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/http_transport.hpp"

namespace kili::test {

/// One way of a service to answer wrongly.
struct Lie {
  std::string name{};
  /// Changes the right answer to a request with these variables.
  std::function<void(HttpResponse& right, const nlohmann::json& variables)> tell{};
};

/// Lies about a whole answer, whatever it is about: no JSON, other statuses, strange errors, nothing at all.
[[nodiscard]] const std::vector<Lie>& lies_about_answers();
/// Lies about one value of an answer: other types, nulls, missing, twice, huge, deep, no UTF-8.
[[nodiscard]] std::vector<Lie> lies_about_value(const nlohmann::json::json_pointer& position);
/// The values of an answer, of lists the first element. So positions come from the schema by way of what the
/// service answers to the selection of an operation.
[[nodiscard]] std::vector<nlohmann::json::json_pointer> positions_in(const nlohmann::json& answer);
/// Lies about lists and their length: counts beyond all bounds, pages that repeat or never end.
[[nodiscard]] std::vector<Lie> lies_about_pages();

/// Passes requests on to a service, and makes its answers to one root field of the schema a lie. What is
/// fetched from elsewhere is not there.
class HostileTransport final : public HttpTransport {
 public:
  /// @param endpoint scheme, host and port of the service.
  HostileTransport(std::shared_ptr<HttpTransport> service, std::string endpoint, std::string key);

  /// From now on, until the next call of it. `field` empty: all is right.
  void tell(std::string field, Lie lie, bool only_once);
  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override;

  /// The first answer to each root field, since tell().
  [[nodiscard]] std::map<std::string, nlohmann::json> first_answers() const;
  [[nodiscard]] std::size_t requests() const;
  /// How many answers were lies.
  [[nodiscard]] std::size_t told() const;
  /// Where the key went that is no part of the service; empty: nowhere.
  [[nodiscard]] std::string leak() const;
  /// After so many requests a call is answered with an error that ends it.
  static constexpr std::size_t most_requests = 2000;

 private:
  const std::shared_ptr<HttpTransport> service_;
  const std::string endpoint_;
  const std::string key_;
  mutable std::mutex mutex_;
  std::map<std::string, nlohmann::json> first_answers_;
  std::string field_;
  std::string leak_;
  Lie lie_;
  bool only_once_ = false;
  std::size_t requests_ = 0;
  std::size_t told_ = 0;
};

}  // namespace kili::test
