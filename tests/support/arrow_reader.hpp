#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/arrow.hpp"

namespace kili::test {

/// Reads an array by the rules of the Arrow columnar format alone.
class ArrowReader {
 public:
  ArrowReader(const ArrowSchema& schema, const ArrowArray& array) : schema_(schema), array_(array) {
    check(array.release != nullptr && schema.release != nullptr, "released");
    check(array.dictionary == nullptr && schema.dictionary == nullptr, "dictionary");
    check(array.n_children == schema.n_children, "children");
    const std::string_view format(schema.format);
    check(array.n_buffers == (format == "+s" ? 1 : format == "u" ? 3 : 2), "number of buffers");
    check(array.null_count == 0 || array.buffers[0] != nullptr, "validity");
    for (std::int64_t i = 0; i < array.n_buffers; ++i) {
      check(reinterpret_cast<std::uintptr_t>(array.buffers[i]) % 64 == 0, "alignment");
    }
  }

  [[nodiscard]] nlohmann::json value(std::int64_t row) const {
    check(row < array_.length, "row");
    const auto i = row + array_.offset;
    if (array_.buffers[0] != nullptr && !bit(0, i)) return nullptr;
    switch (schema_.format[0]) {
      case 'b':
        return bit(1, i);
      case 'l':
        return number<std::int64_t>(1, i);
      case 'g':
        return number<double>(1, i);
      case 'u':
        return text(i);
      default:
        return record(i);
    }
  }
  [[nodiscard]] std::int64_t count_nulls() const {
    std::int64_t nulls = 0;
    for (std::int64_t row = 0; row < array_.length; ++row) nulls += value(row).is_null() ? 1 : 0;
    return nulls;
  }

 private:
  static void check(bool holds, const char* what) {
    if (!holds) throw std::logic_error(std::string("Arrow array: ") + what);
  }
  [[nodiscard]] bool bit(std::int64_t buffer, std::int64_t i) const {
    return ((static_cast<const std::uint8_t*>(array_.buffers[buffer])[i / 8] >> (i % 8)) & 1) != 0;
  }
  template <typename T>
  [[nodiscard]] T number(std::int64_t buffer, std::int64_t i) const {
    return static_cast<const T*>(array_.buffers[buffer])[i];
  }
  [[nodiscard]] std::string text(std::int64_t i) const {
    const auto begin = number<std::int32_t>(1, i);
    const auto end = number<std::int32_t>(1, i + 1);
    check(begin >= 0 && begin <= end, "offsets");
    return {static_cast<const char*>(array_.buffers[2]) + begin, static_cast<std::size_t>(end - begin)};
  }
  [[nodiscard]] nlohmann::json record(std::int64_t i) const {
    auto object = nlohmann::json::object();
    for (std::int64_t child = 0; child < array_.n_children; ++child) {
      object[schema_.children[child]->name] =
          ArrowReader(*schema_.children[child], *array_.children[child]).value(i);
    }
    return object;
  }

  const ArrowSchema& schema_;
  const ArrowArray& array_;
};

}  // namespace kili::test
