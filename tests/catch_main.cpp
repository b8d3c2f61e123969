#define CATCH_CONFIG_RUNNER  // Catch2 2 compiles its implementation here; Catch2 3 ignores it.
#include <catch2/catch.hpp>
#include <clocale>
#include <cstdlib>
#include <iostream>
#include <locale>
#include <stdexcept>

namespace {

/// Runs the tests as in a program that has set the locale KILI_TEST_LOCALE, of C and of C++.
void use_locale_of_environment() {
  const char* name = std::getenv("KILI_TEST_LOCALE");
  if (name == nullptr) return;
  std::locale::global(std::locale(name));
  if (std::setlocale(LC_ALL, name) == nullptr) throw std::runtime_error("setlocale refused it");
  std::setlocale(LC_MESSAGES, "C");  // what the system says of an error is compared
}

}  // namespace

int main(int argc, char** argv) {
  try {
    use_locale_of_environment();
  } catch (const std::exception& error) {
    std::cerr << "KILI_TEST_LOCALE cannot be used: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return Catch::Session().run(argc, argv);
}
