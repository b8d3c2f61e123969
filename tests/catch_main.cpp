#define CATCH_CONFIG_RUNNER  // Catch2 2 compiles its implementation here; Catch2 3 ignores it.
#include <catch2/catch.hpp>

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
