#include <kili/kili.hpp>

#include <cstdio>

int main() {
  // A class of exception is one and the same on both sides of the library's boundary.
  try {
    (void)kili::Json::parse("{");
    return 1;
  } catch (const kili::ValidationError&) {
  } catch (...) {
    return 2;
  }
  const kili::AssetFilters filters{.skipped = true};
  if (filters.skipped != true) return 3;

  const auto version = kili::version();
  std::printf("kili %.*s\n", static_cast<int>(version.size()), version.data());
}
