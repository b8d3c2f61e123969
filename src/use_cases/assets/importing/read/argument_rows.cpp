#include "use_cases/assets/importing/read/argument_rows.hpp"

#include <fmt/format.h>

#include <string_view>

#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

/// Takes the number of assets from the first array that is given and compares the others with it.
class CommonLength {
 public:
  template <typename T>
  void add(std::string_view name, const List<T>& list) {
    if (!list) return;
    if (name_.empty()) {
      name_ = name;
      length_ = list.size();
    } else if (list.size() != length_) {
      throw ValidationError(fmt::format("{} has {} elements and {} has {}; give one element per asset", name,
                                        list.size(), name_, length_));
    }
  }
  [[nodiscard]] std::size_t length() const noexcept { return length_; }

 private:
  std::string_view name_;
  std::size_t length_ = 0;
};

}  // namespace

ArgumentRows::ArgumentRows(const AppendManyToDataset& arguments) : arguments_(arguments) {
  if (!arguments.content_array && !arguments.multi_layer_content_array && !arguments.json_content_array) {
    throw ValidationError(
        "Variables content_array, multi_layer_content_array and json_content_array cannot be both None; give "
        "one of them");
  }
  if (arguments.content_array && arguments.multi_layer_content_array) {
    throw ValidationError(
        "Variables content_array and multi_layer_content_array cannot be both provided; give the layers in "
        "multi_layer_content_array alone");
  }
  CommonLength length;
  length.add("content_array", arguments.content_array);
  length.add("multi_layer_content_array", arguments.multi_layer_content_array);
  length.add("json_content_array", arguments.json_content_array);
  length.add("external_id_array", arguments.external_id_array);
  length.add("id_array", arguments.id_array);
  length.add("is_honeypot_array", arguments.is_honeypot_array);
  length.add("json_metadata_array", arguments.json_metadata_array);
  length.add("status_array", arguments.status_array);
  size_ = length.length();
}

bool ArgumentRows::next(NewAsset& row) {
  if (next_ == size_) return false;
  const std::size_t i = next_++;
  const auto element = [i](const auto& list) { return list ? (*list)[i] : Json(); };
  row.content = {};
  if (arguments_.content_array) row.content = (*arguments_.content_array)[i];
  row.external_id.reset();
  if (arguments_.external_id_array) row.external_id = (*arguments_.external_id_array)[i];
  row.is_honeypot = arguments_.is_honeypot_array && (*arguments_.is_honeypot_array)[i];
  row.json_content = element(arguments_.json_content_array);
  row.json_metadata = element(arguments_.json_metadata_array);
  row.multi_layer_content = element(arguments_.multi_layer_content_array);
  return true;
}

std::string empty_argument(const AppendManyToDataset& arguments) {
  const auto is_empty = [](const auto& list) { return list && list->empty(); };
  if (is_empty(arguments.content_array)) return "content_array";
  if (is_empty(arguments.json_content_array)) return "json_content_array";
  if (is_empty(arguments.multi_layer_content_array)) return "multi_layer_content_array";
  return {};
}

}  // namespace kili::use_cases
