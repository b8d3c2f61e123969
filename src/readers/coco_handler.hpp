#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "readers/coco_document.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Takes the events of nlohmann/json's SAX parser and fills a document.
class CocoHandler {
 public:
  using Json = nlohmann::json;

  explicit CocoHandler(CocoDocument& document) : document_(document) {}

  bool null() { return value(); }
  bool boolean(bool is_true);
  bool number_integer(Json::number_integer_t number);
  bool number_unsigned(Json::number_unsigned_t number);
  bool number_float(Json::number_float_t number, const Json::string_t& text);
  bool string(Json::string_t& text);
  bool binary(Json::binary_t& /*bytes*/) { return value(); }
  bool start_object(std::size_t /*size*/);
  bool end_object();
  bool start_array(std::size_t /*size*/);
  bool end_array();
  bool key(Json::string_t& name);
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const Json::exception& error) {
    error_ = error.what();
    return false;
  }

  /// Why the text is not JSON.
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  [[nodiscard]] bool has_images() const noexcept { return has_images_; }
  /// Members of annotations that labels do not take.
  [[nodiscard]] const std::set<std::string>& ignored_members() const noexcept { return ignored_; }

 private:
  enum class Section {
    annotations,
    categories,
    images,
    none
  };
  enum class Member {
    bbox,
    category_id,
    file_name,
    height,
    id,
    image_id,
    is_crowd,
    name,
    none,
    score,
    segmentation,
    supercategory,
    width
  };
  enum class RunMember {
    counts,
    none,
    size
  };

  [[nodiscard]] bool is_in(Section section, std::size_t depth) const noexcept {
    return section_ == section && depth_ == depth;
  }
  /// A value that is not taken, where it stands.
  bool value();
  bool number(double value, const std::string& id);
  void number_of_segmentation(double value);
  void begin_segmentation(CocoSegmentation kind, std::uint64_t begin);
  void set_id(std::uint32_t id) noexcept;
  void end_element();
  [[nodiscard]] Member member_of(std::string_view name) const;
  [[nodiscard]] std::uint32_t number_of_id(const std::string& text);

  CocoDocument& document_;
  std::string error_;
  std::set<std::string> ignored_;
  CocoAnnotation annotation_;
  CocoImage image_;
  CocoCategory category_;
  std::uint32_t category_id_ = 0;
  std::uint64_t annotations_seen_ = 0;
  std::size_t depth_ = 0;  // of open objects and arrays
  std::size_t sizes_ = 0;  // numbers of "size"
  Section section_ = Section::none;
  Member member_ = Member::none;
  RunMember run_member_ = RunMember::none;
  bool has_counts_ = false;
  bool has_images_ = false;
  bool is_element_ = false;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
