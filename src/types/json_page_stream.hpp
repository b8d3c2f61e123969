#pragma once

#include <string>

#include "kili/graphql.hpp"
#include "support/process_bound.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// What is behind a JsonPages. Used by one thread.
class JsonPageStream {
 public:
  JsonPageStream() = default;
  JsonPageStream(const JsonPageStream&) = delete;
  JsonPageStream& operator=(const JsonPageStream&) = delete;
  virtual ~JsonPageStream() = default;

  /// Reads the next page; at_end() afterwards when there is none. After an error it throws the error again.
  virtual void advance() = 0;
  [[nodiscard]] virtual bool started() const noexcept = 0;
  [[nodiscard]] virtual bool at_end() const noexcept = 0;
  /// Precondition: not at_end().
  [[nodiscard]] virtual const JsonPage& current() const noexcept = 0;
  /// Before the current page; without one, behind the last one that was read.
  [[nodiscard]] virtual std::string cursor() const = 0;

  /// A stream that a child process has inherited is neither read nor destroyed there.
  [[nodiscard]] const support::ProcessMark& process() const noexcept { return process_; }

 private:
  support::ProcessMark process_;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
