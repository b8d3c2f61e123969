#pragma once

/// @file
/// What all readers of label files are: a range of labels to create.

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "kili/export.hpp"
#include "kili/labels/new_label.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {

/// The labels of files, one after the other, and what was left out of them.
class KILI_EXPORT LabelFileSource : public NewLabelSource {
 public:
  ~LabelFileSource() override;
  [[nodiscard]] virtual const std::vector<std::string>& skipped() const noexcept = 0;
};

}  // namespace detail

/// Labels that are read from files as they are asked for: a single-pass input range of `NewLabel`, with
/// `external_id` and `json_response`, for `Client::append_labels()` and `Client::create_predictions()`. Every
/// answer is checked against the interface of the project. What cannot become a part of a label is left out
/// and named in skipped(); the rest goes on. Not thread-safe. A moved-from reader may only be assigned to or
/// destroyed.
///
/// @code
/// kili::CocoReader labels("instances.json", ontology);
/// client.append_labels(labels, {.project_id = project});
/// for (const std::string& loss : labels.skipped()) std::cerr << loss << '\n';
/// @endcode
class KILI_EXPORT LabelReader {
 public:
  class KILI_EXPORT Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = NewLabel;
    using iterator_concept = std::input_iterator_tag;

    Iterator() noexcept = default;
    [[nodiscard]] const NewLabel& operator*() const noexcept { return reader_->label_; }
    [[nodiscard]] const NewLabel* operator->() const noexcept { return &reader_->label_; }
    Iterator& operator++() {
      reader_->read_next();
      return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] friend bool operator==(const Iterator& it, std::default_sentinel_t) noexcept {
      return it.at_end();
    }

   private:
    friend class LabelReader;
    explicit Iterator(LabelReader* reader) noexcept : reader_(reader) {}
    [[nodiscard]] bool at_end() const noexcept { return reader_ == nullptr || reader_->at_end_; }

    LabelReader* reader_ = nullptr;
  };

  LabelReader(const LabelReader&) = delete;
  LabelReader& operator=(const LabelReader&) = delete;

  /// Reads the first label. May be called once; iterators belong to this reader, where it stands now.
  /// @throws what the rule for external ids throws.
  [[nodiscard]] Iterator begin();
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }
  /// What was left out so far, one sentence each: place and reason. Complete when the last label was read.
  [[nodiscard]] const std::vector<std::string>& skipped() const noexcept;

 protected:
  explicit LabelReader(std::unique_ptr<detail::LabelFileSource> source) noexcept;
  LabelReader(LabelReader&&) noexcept;
  LabelReader& operator=(LabelReader&&) noexcept;
  ~LabelReader();

 private:
  void read_next();

  std::unique_ptr<detail::LabelFileSource> source_;
  NewLabel label_;
  bool at_end_ = false;
};

}  // namespace v0_1
}  // namespace kili
