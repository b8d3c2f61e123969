#include "kili/readers/label_reader.hpp"

#include <utility>

namespace kili {
inline namespace v0_1 {

detail::LabelFileSource::~LabelFileSource() = default;

LabelReader::LabelReader(std::unique_ptr<detail::LabelFileSource> source) noexcept
    : source_(std::move(source)) {}
LabelReader::LabelReader(LabelReader&&) noexcept = default;
LabelReader& LabelReader::operator=(LabelReader&&) noexcept = default;
LabelReader::~LabelReader() = default;

LabelReader::Iterator LabelReader::begin() {
  read_next();
  return Iterator(this);
}

void LabelReader::read_next() {
  label_ = {};
  at_end_ = !source_->next(label_);
}

const std::vector<std::string>& LabelReader::skipped() const noexcept { return source_->skipped(); }

}  // namespace v0_1
}  // namespace kili
