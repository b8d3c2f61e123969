#pragma once

#include <optional>
#include <string>
#include <utility>

#include "kili/http_transport.hpp"

namespace kili::http {

/// Why a transfer failed: the reason that was found first.
class FirstFailure {
 public:
  void set(TransportFailure failure, std::string message) {
    if (!error_) error_.emplace(failure, std::move(message));
  }
  void set(const TransportError& error) {
    if (!error_) error_ = error;
  }
  [[nodiscard]] bool is_set() const noexcept { return error_.has_value(); }
  /// @throws TransportError when it is set.
  void throw_if_set() const {
    if (error_) throw TransportError(*error_);
  }

 private:
  std::optional<TransportError> error_;
};

}  // namespace kili::http
