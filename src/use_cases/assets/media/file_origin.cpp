#include "use_cases/assets/media/file_origin.hpp"

#include "support/os/file_attributes.hpp"

namespace kili::use_cases {
namespace {

/// On users' disks; must not change, or files that were downloaded before are downloaded again.
constexpr const char* origin_attribute = "kili.origin";

}  // namespace

std::optional<std::string> read_origin(const support::File& file) {
  return support::read_file_attribute(file, origin_attribute);
}

void write_origin(const support::File& file, const std::string& origin) {
  static_cast<void>(support::write_file_attribute(file, origin_attribute, origin));
}

}  // namespace kili::use_cases
