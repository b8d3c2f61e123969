#include "kili/assets/assets_arguments.hpp"
#include "kili/errors.hpp"

namespace kili {

AssetsResult assets_result(bool as_generator, std::optional<std::string_view> format) {
  const bool is_table = format == "pandas";
  if (is_table && as_generator) {
    throw ValidationError("Argument values as_generator==True and format==\"pandas\" are not compatible.");
  }
  if (is_table) return AssetsResult::table;
  return as_generator ? AssetsResult::range : AssetsResult::list;
}

}  // namespace kili
