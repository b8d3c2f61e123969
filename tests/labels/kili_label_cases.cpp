// Runs recorded cases of parsed labels against the C++ API: kili_label_cases DIR... Every *.json file below
// DIR holds a case or a list of cases; docs/labels.md describes them.

#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>

#include "case_runner.hpp"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: kili_label_cases DIR...\n";
    return 2;
  }
  std::size_t cases = 0;
  std::size_t expectations = 0;
  std::size_t failures = 0;
  try {
    for (int i = 1; i < argc; ++i) {
      const auto report = kili::label_cases::run_folder(argv[i]);
      for (const auto& failure : report.failures) std::cout << "FAILED " << failure << '\n';
      cases += report.cases;
      expectations += report.expectations;
      failures += report.failures.size();
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
  std::cout << cases << " cases, " << expectations << " expectations, " << failures << " failures\n";
  return failures == 0 && cases > 0 ? 0 : 1;
}
