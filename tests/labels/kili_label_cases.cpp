// Runs recorded cases of parsed labels against the C++ API: kili_label_cases [--sdk VERSION] DIR... Every
// *.json file below DIR holds a case or a list of cases; docs/labels.md describes them. Of each case the
// newest recording is taken, or the one of VERSION.

#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "case_runner.hpp"

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  std::string version;
  if (arguments.size() > 1 && arguments[0] == "--sdk") {
    version = arguments[1];
    arguments.erase(arguments.begin(), arguments.begin() + 2);
  }
  if (arguments.empty()) {
    std::cerr << "usage: kili_label_cases [--sdk VERSION] DIR...\n";
    return 2;
  }
  std::size_t cases = 0;
  std::size_t expectations = 0;
  std::size_t failures = 0;
  try {
    for (const auto& folder : arguments) {
      const auto report = kili::label_cases::run_folder(folder, version);
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
