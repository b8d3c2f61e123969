#include "kili/version.hpp"

namespace kili {

std::string_view version() noexcept { return KILI_VERSION; }

}  // namespace kili
