#include "kili/version.hpp"

namespace kili {
inline namespace v0_1 {

std::string_view version() noexcept { return KILI_VERSION; }

}  // namespace v0_1
}  // namespace kili
