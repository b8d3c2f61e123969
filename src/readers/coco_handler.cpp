#include "readers/coco_handler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

// Where values stand: the root object is open at 1, "annotations" at 2, an annotation at 3, its box at 4, a
// ring of its outline, or the list of its run lengths, at 5.
constexpr std::size_t in_root = 1;
constexpr std::size_t in_list = 2;
constexpr std::size_t in_element = 3;
constexpr std::size_t in_member = 4;
constexpr std::size_t in_ring = 5;

constexpr std::size_t most_ignored_members = 20;
constexpr double largest_exact = 9007199254740992;  // integers up to it are exact
constexpr double largest_run = std::numeric_limits<std::uint32_t>::max();

bool is_run(double number) noexcept {
  return number >= 0 && number <= largest_run && std::floor(number) == number;
}

}  // namespace

bool CocoHandler::value() {
  if (section_ == Section::annotations && member_ == Member::segmentation && depth_ > in_element)
    annotation_.segmentation = CocoSegmentation::malformed;
  return true;
}

bool CocoHandler::boolean(bool is_true) {
  if (is_in(Section::annotations, in_element) && member_ == Member::is_crowd) annotation_.is_crowd = is_true;
  return value();
}

bool CocoHandler::number_integer(Json::number_integer_t number) {
  return this->number(static_cast<double>(number), depth_ == in_element ? std::to_string(number) : "");
}
bool CocoHandler::number_unsigned(Json::number_unsigned_t number) {
  return this->number(static_cast<double>(number), depth_ == in_element ? std::to_string(number) : "");
}
bool CocoHandler::number_float(Json::number_float_t number, const Json::string_t& text) {
  if (depth_ != in_element) return this->number(number, "");
  const bool is_whole = std::floor(number) == number && std::abs(number) < largest_exact;
  return this->number(number, is_whole ? std::to_string(static_cast<std::int64_t>(number)) : text);
}

bool CocoHandler::number(double value, const std::string& id) {
  if (!is_element_) return true;
  if (depth_ > in_element) {
    if (section_ != Section::annotations) return true;
    if (member_ == Member::segmentation) number_of_segmentation(value);
    if (member_ != Member::bbox || depth_ != in_member) return true;
    if (annotation_.box_numbers < annotation_.box.size()) annotation_.box.at(annotation_.box_numbers) = value;
    if (annotation_.box_numbers <= annotation_.box.size()) ++annotation_.box_numbers;
    return true;
  }
  switch (member_) {
    case Member::id:
      if (section_ == Section::annotations) {
        annotation_.has_id = std::abs(value) < largest_exact;
        if (annotation_.has_id) annotation_.id = static_cast<std::int64_t>(value);
      } else {
        set_id(number_of_id(id));
      }
      break;
    case Member::image_id:
      annotation_.image = number_of_id(id);
      break;
    case Member::category_id:
      annotation_.category = number_of_id(id);
      break;
    case Member::height:
      image_.height = value;
      break;
    case Member::width:
      image_.width = value;
      break;
    case Member::is_crowd:
      annotation_.is_crowd = value != 0;
      break;
    case Member::score:
      annotation_.score = value;
      annotation_.has_score = true;
      break;
    default:
      break;
  }
  return true;
}

void CocoHandler::number_of_segmentation(double value) {
  switch (annotation_.segmentation) {
    case CocoSegmentation::polygons:
      if (depth_ == in_ring) {
        document_.numbers_.push_back(value);
        return;
      }
      break;
    case CocoSegmentation::run_lengths:
      if (depth_ == in_ring && run_member_ == RunMember::counts && is_run(value)) {
        document_.runs_.push_back(static_cast<std::uint32_t>(value));
        return;
      }
      [[fallthrough]];
    case CocoSegmentation::compressed:
      if (depth_ == in_ring && run_member_ == RunMember::size && is_run(value) && sizes_ < 2) {
        (sizes_++ == 0 ? annotation_.height : annotation_.width) = static_cast<std::uint32_t>(value);
        return;
      }
      break;
    default:
      break;
  }
  annotation_.segmentation = CocoSegmentation::malformed;
}

bool CocoHandler::string(Json::string_t& text) {
  if (!is_element_) return true;
  if (depth_ == in_member && section_ == Section::annotations && member_ == Member::segmentation &&
      run_member_ == RunMember::counts && annotation_.segmentation == CocoSegmentation::run_lengths &&
      !has_counts_) {
    begin_segmentation(CocoSegmentation::compressed, document_.texts_.size());
    document_.texts_ += text;
    has_counts_ = true;
    return true;
  }
  if (depth_ != in_element) return value();
  const auto id = [&] { return number_of_id("\"" + text); };
  switch (member_) {
    case Member::id:
      if (section_ != Section::annotations) set_id(id());
      break;
    case Member::image_id:
      annotation_.image = id();
      break;
    case Member::category_id:
      annotation_.category = id();
      break;
    case Member::file_name:
      image_.file_name = std::move(text);
      break;
    case Member::name:
      category_.name = std::move(text);
      break;
    case Member::supercategory:
      category_.supercategory = std::move(text);
      break;
    case Member::segmentation:
      annotation_.segmentation = CocoSegmentation::malformed;
      break;
    default:
      break;
  }
  return true;
}

void CocoHandler::begin_segmentation(CocoSegmentation kind, std::uint64_t begin) {
  annotation_.segmentation = kind;
  annotation_.begin = begin;
  annotation_.end = begin;
}

bool CocoHandler::start_object(std::size_t /*size*/) {
  ++depth_;
  if (depth_ == in_element && section_ != Section::none && !is_element_) {
    is_element_ = true;
    annotation_ = {};
    image_ = {};
    category_ = {};
    category_id_ = 0;
    member_ = Member::none;
  } else if (is_in(Section::annotations, in_member) && member_ == Member::segmentation) {
    begin_segmentation(CocoSegmentation::run_lengths, document_.runs_.size());
    run_member_ = RunMember::none;
    has_counts_ = false;
    sizes_ = 0;
  } else {
    static_cast<void>(value());
  }
  return true;
}

bool CocoHandler::end_object() {
  if (depth_ == in_element && is_element_) end_element();
  if (depth_ == in_member) run_member_ = RunMember::none;
  --depth_;
  return true;
}

bool CocoHandler::start_array(std::size_t /*size*/) {
  ++depth_;
  if (depth_ == in_list) {
    has_images_ = has_images_ || section_ == Section::images;
    return true;
  }
  if (section_ != Section::annotations || member_ != Member::segmentation || !is_element_) return true;
  if (depth_ == in_member) {
    // Numbers of an outline that turned out to be malformed belong to no ring.
    auto& ends = document_.ring_ends_;
    if (document_.numbers_.size() > (ends.empty() ? 0 : ends.back()))
      ends.push_back(document_.numbers_.size());
    begin_segmentation(CocoSegmentation::polygons, ends.size());
  } else if (depth_ == in_ring && annotation_.segmentation == CocoSegmentation::run_lengths &&
             run_member_ == RunMember::counts && !has_counts_) {
    has_counts_ = true;
  } else if (depth_ != in_ring ||
             (run_member_ != RunMember::size && annotation_.segmentation != CocoSegmentation::polygons)) {
    static_cast<void>(value());
  }
  return true;
}

bool CocoHandler::end_array() {
  const bool is_of_outline =
      is_element_ && section_ == Section::annotations && member_ == Member::segmentation;
  if (is_of_outline && depth_ == in_ring && annotation_.segmentation == CocoSegmentation::polygons)
    document_.ring_ends_.push_back(document_.numbers_.size());
  if (depth_ == in_list) section_ = Section::none;
  --depth_;
  return true;
}

bool CocoHandler::key(Json::string_t& name) {
  if (depth_ == in_root) {
    section_ = name == "annotations"  ? Section::annotations
               : name == "categories" ? Section::categories
               : name == "images"     ? Section::images
                                      : Section::none;
  } else if (depth_ == in_element && is_element_) {
    member_ = member_of(name);
    if (section_ == Section::annotations && member_ == Member::none && name != "area" &&
        ignored_.size() < most_ignored_members) {
      ignored_.insert(name);
    }
  } else if (depth_ == in_member && is_element_ && member_ == Member::segmentation) {
    run_member_ = name == "counts" ? RunMember::counts : name == "size" ? RunMember::size : RunMember::none;
  }
  return true;
}

CocoHandler::Member CocoHandler::member_of(std::string_view name) const {
  static constexpr auto of_annotations =
      std::to_array<std::pair<std::string_view, Member>>({{"id", Member::id},
                                                          {"image_id", Member::image_id},
                                                          {"category_id", Member::category_id},
                                                          {"bbox", Member::bbox},
                                                          {"segmentation", Member::segmentation},
                                                          {"iscrowd", Member::is_crowd},
                                                          {"score", Member::score}});
  static constexpr auto of_others =
      std::to_array<std::pair<std::string_view, Member>>({{"id", Member::id},
                                                          {"file_name", Member::file_name},
                                                          {"height", Member::height},
                                                          {"width", Member::width},
                                                          {"name", Member::name},
                                                          {"supercategory", Member::supercategory}});
  const auto find = [name](const auto& members) {
    const auto found = std::ranges::find(members, name, &std::pair<std::string_view, Member>::first);
    return found == members.end() ? Member::none : found->second;
  };
  return section_ == Section::annotations ? find(of_annotations) : find(of_others);
}

std::uint32_t CocoHandler::number_of_id(const std::string& text) {
  auto& ids = document_.ids_;
  const auto [found, is_new] = ids.try_emplace(text, static_cast<std::uint32_t>(ids.size() + 1));
  if (is_new) document_.id_texts_.push_back(&found->first);
  return found->second;
}

void CocoHandler::set_id(std::uint32_t id) noexcept {
  (section_ == Section::images ? image_.id : category_id_) = id;
}

void CocoHandler::end_element() {
  is_element_ = false;
  member_ = Member::none;
  switch (section_) {
    case Section::annotations: {
      annotation_.number = annotations_seen_++;
      switch (annotation_.segmentation) {
        case CocoSegmentation::compressed:
          annotation_.end = document_.texts_.size();
          break;
        case CocoSegmentation::polygons:
          annotation_.end = document_.ring_ends_.size();
          break;
        case CocoSegmentation::run_lengths:
          annotation_.end = document_.runs_.size();
          break;
        default:
          break;
      }
      const bool has_runs = annotation_.segmentation == CocoSegmentation::compressed ||
                            annotation_.segmentation == CocoSegmentation::run_lengths;
      if (has_runs && (sizes_ != 2 || !has_counts_)) annotation_.segmentation = CocoSegmentation::malformed;
      document_.annotations_.push_back(annotation_);
      break;
    }
    case Section::categories:
      if (category_id_ == 0 || document_.categories_.contains(category_id_)) {
        document_.lost_categories_.push_back(std::move(category_.name));
      } else {
        document_.categories_.emplace(category_id_, std::move(category_));
      }
      break;
    case Section::images:
      document_.images_.push_back(std::move(image_));
      break;
    case Section::none:
      break;
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
