#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/labels/annotation.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Where something is left out. What is not given is not named.
struct LossPlace {
  std::string_view external_id{};
  std::optional<std::uint64_t> frame{};  ///< As the label numbers it.
  std::string_view job{};
  const Annotation* annotation = nullptr;
  std::size_t annotation_index = 0;  ///< In its list; names an annotation without a mid.
};

/// What a writer has left out, one sentence each: place and reason. Every writer has one, and `skipped()`
/// gives its sentences.
class Losses {
 public:
  void add(const LossPlace& place, std::string_view why);
  [[nodiscard]] const std::vector<std::string>& sentences() const noexcept { return sentences_; }
  [[nodiscard]] std::vector<std::string> take() && { return std::move(sentences_); }

 private:
  std::vector<std::string> sentences_;
};

/// A place and the list that losses there are added to.
class LossNotes {
 public:
  LossNotes(Losses& losses, LossPlace place) : losses_(&losses), place_(place) {}
  [[nodiscard]] LossNotes at(std::uint64_t frame) const;
  [[nodiscard]] LossNotes at(const JobInterface& job) const;
  [[nodiscard]] LossNotes at(const Annotation& annotation, std::size_t index) const;
  void add(std::string_view why) const { losses_->add(place_, why); }

 private:
  Losses* losses_;
  LossPlace place_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
