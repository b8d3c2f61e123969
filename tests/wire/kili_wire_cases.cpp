// Replays recorded calls of the official client on a sandbox, through the driver's code:
// kili_wire_cases DIR [FILTER] [--messages] [--rules FILE] [--jobs N]. DIR holds cases and their fixtures.

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "replay.hpp"
#include "wire_case.hpp"

namespace {

using kili::wire::CompareOptions;
using kili::wire::Rule;
using kili::wire::WireCase;
using nlohmann::json;

struct Arguments {
  std::string folder;
  std::string filter;
  CompareOptions compare;
  std::string rules = KILI_WIRE_RULES;
  unsigned jobs = 8;
};

std::optional<Arguments> parse(int argc, char** argv) {
  Arguments arguments;
  std::vector<std::string> plain;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--messages") {
      arguments.compare.messages = true;
    } else if (word == "--request-log" && i + 1 < argc) {
      arguments.compare.log = std::make_shared<kili::wire::RequestLog>(argv[++i]);
    } else if (word == "--rules" && i + 1 < argc) {
      arguments.rules = argv[++i];
    } else if (word == "--jobs" && i + 1 < argc) {
      arguments.jobs = static_cast<unsigned>(std::max(1, std::atoi(argv[++i])));
    } else {
      plain.push_back(word);
    }
  }
  if (plain.empty() || plain.size() > 2) return std::nullopt;
  arguments.folder = plain[0];
  if (plain.size() == 2) arguments.filter = plain[1];
  return arguments;
}

struct Verdict {
  std::vector<std::string> differences;
  std::string rule;  ///< By which it passed, if any.
  std::size_t queries = 0;
  std::size_t queries_by_rule = 0;
};

/// As recorded, or by a rule; a recording of the old version also by what the new one shows.
class Judge {
 public:
  Judge(const std::vector<WireCase>& all, const std::vector<Rule>& rules, CompareOptions compare)
      : rules_(rules), compare_(compare) {
    for (const auto& wire_case : all) {
      if (!wire_case.is_of_old_version()) newest_[wire_case.name()] = &wire_case;
    }
  }

  [[nodiscard]] Verdict judge(const WireCase& wire_case) const {
    for (const auto& rule : rules_) {
      if (std::find(rule.cases.begin(), rule.cases.end(), wire_case.name()) == rule.cases.end()) continue;
      return run(wire_case, rule.expect, rule.name);
    }
    auto verdict = run(wire_case, json::object(), "");
    const auto newest = newest_.find(wire_case.name());
    if (verdict.differences.empty() || !wire_case.is_of_old_version() || newest == newest_.end())
      return verdict;
    auto of_newest = run(*newest->second, json::object(), "newest-service");
    return of_newest.differences.empty() ? of_newest : verdict;
  }

 private:
  [[nodiscard]] Verdict run(const WireCase& wire_case, const json& expect, const std::string& rule) const {
    try {
      auto replay = kili::wire::replay(wire_case, expect, compare_);
      return {.differences = std::move(replay.differences),
              .rule = rule,
              .queries = replay.queries,
              .queries_by_rule = replay.queries_by_rule};
    } catch (const std::exception& error) {
      return {.differences = {fmt::format("could not be replayed: {}", error.what())}, .rule = rule};
    }
  }

  std::map<std::string, const WireCase*> newest_;
  const std::vector<Rule>& rules_;
  CompareOptions compare_;
};

struct Tally {
  int cases = 0;
  int passed = 0;
  int by_rule = 0;
  std::size_t queries = 0;
  std::size_t queries_by_rule = 0;
};

int report(const std::vector<WireCase>& cases, const std::vector<Verdict>& verdicts) {
  std::map<std::string, Tally> tallies;
  Tally all;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool passed = verdicts[i].differences.empty();
    for (Tally* tally : {&tallies[cases[i].method()], &all}) {
      ++tally->cases;
      tally->passed += passed ? 1 : 0;
      tally->by_rule += passed && !verdicts[i].rule.empty() ? 1 : 0;
      tally->queries += verdicts[i].queries;
      tally->queries_by_rule += verdicts[i].queries_by_rule;
    }
    if (passed) continue;
    std::cout << fmt::format("FAILED {}\n", cases[i].file);
    for (const auto& difference : verdicts[i].differences) std::cout << "    " << difference << '\n';
  }
  std::cout << fmt::format("\n{:30} {:>6} {:>7} {:>8} {:>7} {:>8} {:>8}\n", "method", "cases", "passed",
                           "by rule", "failed", "queries", "by rule");
  tallies.emplace("~all", all);
  for (const auto& [method, tally] : tallies) {
    std::cout << fmt::format("{:30} {:6} {:7} {:8} {:7} {:8} {:8}\n", method == "~all" ? "all" : method,
                             tally.cases, tally.passed, tally.by_rule, tally.cases - tally.passed,
                             tally.queries, tally.queries_by_rule);
  }
  return all.passed == all.cases && all.cases > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto arguments = parse(argc, argv);
    if (!arguments) {
      std::cerr << "usage: kili_wire_cases DIR [FILTER] [--messages] [--rules FILE] [--jobs N] "
                   "[--request-log FILE]\n";
      return 2;
    }
    const auto all = kili::wire::load_cases(arguments->folder, "");
    const auto cases = kili::wire::load_cases(arguments->folder, arguments->filter);
    const auto rules = kili::wire::load_rules(arguments->rules);
    auto compare = arguments->compare;
    compare.query_rules = rules.of_queries;
    const Judge judge(all, rules.of_cases, compare);
    std::vector<Verdict> verdicts(cases.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < arguments->jobs; ++i) {
      threads.emplace_back([&] {
        for (std::size_t at = next++; at < cases.size(); at = next++) verdicts[at] = judge.judge(cases[at]);
      });
    }
    threads.clear();
    return report(cases, verdicts);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
