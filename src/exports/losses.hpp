#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/exports/export_loss.hpp"
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

/// What a writer has left out. Every writer has one.
class Losses {
 public:
  using Take = std::function<void(ExportLoss loss)>;

  /// Keeps the sentences: `skipped()` of a writer gives them.
  Losses() = default;
  /// Hands out each loss instead.
  explicit Losses(Take take) : take_(std::move(take)) {}

  void add(const LossPlace& place, std::string_view why);
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] const std::vector<std::string>& sentences() const noexcept { return sentences_; }
  [[nodiscard]] std::vector<std::string> take_sentences() && { return std::move(sentences_); }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> sentences_;
  Take take_;
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
