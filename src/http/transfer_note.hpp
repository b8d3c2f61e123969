#pragma once

#include "kili/http_transport.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/transfer.hpp"

namespace kili::http {

/// Notes the figures of an attempt that begins now in CallContext::transfer, where they are wanted.
class TransferNote {
 public:
  /// The references outlive the object.
  TransferNote(const support::CallContext& context, const support::Clock& clock)
      : clock_(clock), started_(clock.now()), transfer_(context.transfer) {
    if (transfer_ != nullptr) *transfer_ = {};
  }

  void answered(const HttpResponse& response) const {
    note({.bytes_received = response.body.size(),
          .end = support::Transfer::End::answered,
          .status = response.status});
  }
  void failed(TransportFailure failure) const { note({.end = end_of(failure)}); }

 private:
  static support::Transfer::End end_of(TransportFailure failure) noexcept {
    switch (failure) {
      case TransportFailure::connection_lost:
        return support::Transfer::End::lost;
      case TransportFailure::timed_out:
        return support::Transfer::End::timed_out;
      case TransportFailure::response_too_large:
        return support::Transfer::End::too_large;
      default:
        return support::Transfer::End::not_sent;
    }
  }
  void note(support::Transfer transfer) const {
    if (transfer_ == nullptr) return;
    transfer.elapsed = clock_.now() - started_;
    *transfer_ = transfer;
  }

  const support::Clock& clock_;
  support::Clock::TimePoint started_;
  support::Transfer* transfer_;
};

}  // namespace kili::http
