// Replays recorded calls of the official client on a sandbox, through the driver's code:
// kili_wire_cases DIR [FILTER] [--all | --version V] [--over-http] [--messages] [--rules FILE] [--jobs N]
// [--request-log FILE]. DIR holds cases and their fixtures.
// Of each case the newest recording is replayed; with --all every one, with --version those of one version
// ("26.2", "26.1", "2.164", or "common" for those that versions share). With --over-http over sockets and in
// real time, else in process and in virtual time.

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
  bool all = false;
  std::string version;  ///< Empty: the newest of each case.
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
    } else if (word == "--all") {
      arguments.all = true;
    } else if (word == "--over-http") {
      arguments.compare.over_http = true;
    } else if (word == "--version" && i + 1 < argc) {
      arguments.version = argv[++i];
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

/// As recorded, or by a rule; a recording of an older version also by what the newest shows.
class Judge {
 public:
  Judge(const std::vector<WireCase>& newest, const std::vector<Rule>& rules, CompareOptions compare)
      : rules_(rules), compare_(std::move(compare)) {
    for (const auto& wire_case : newest) newest_[wire_case.name()] = &wire_case;
  }

  [[nodiscard]] Verdict judge(const WireCase& wire_case) const {
    auto verdict = run(wire_case);
    const auto newest = newest_.find(wire_case.name());
    if (verdict.differences.empty() || newest == newest_.end() || newest->second->file == wire_case.file)
      return verdict;
    auto of_newest = run(*newest->second);
    if (!of_newest.differences.empty()) return verdict;
    of_newest.rule = "newest-service";
    return of_newest;
  }

 private:
  [[nodiscard]] Verdict run(const WireCase& wire_case) const {
    for (const auto& rule : rules_) {
      if (std::find(rule.cases.begin(), rule.cases.end(), wire_case.name()) != rule.cases.end())
        return run(wire_case, rule.expect, rule.name);
    }
    return run(wire_case, json::object(), "");
  }

  [[nodiscard]] Verdict run(const WireCase& wire_case, const json& expect, const std::string& rule) const {
    try {
      auto replay = kili::wire::replay(wire_case, expect, compare_);
      return {.differences = std::move(replay.differences),
              .rule = rule.empty() ? replay.rule : rule,
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

/// The recordings that the arguments choose.
std::vector<WireCase> chosen(const std::vector<WireCase>& all, const std::vector<WireCase>& newest,
                             const Arguments& arguments) {
  std::vector<WireCase> cases = arguments.all || !arguments.version.empty() ? all : newest;
  std::erase_if(cases, [&](const WireCase& each) {
    const bool is_named = kili::wire::is_chosen(each.file, arguments.filter);
    const std::string version = each.version().empty() ? "common" : each.version();
    return !is_named || (!arguments.version.empty() && version != arguments.version);
  });
  return cases;
}

struct Tally {
  int cases = 0;
  int passed = 0;
  int by_rule = 0;
  std::size_t queries = 0;
  std::size_t queries_by_rule = 0;
};

void add(Tally& tally, const Verdict& verdict) {
  const bool passed = verdict.differences.empty();
  ++tally.cases;
  tally.passed += passed ? 1 : 0;
  tally.by_rule += passed && !verdict.rule.empty() ? 1 : 0;
  tally.queries += verdict.queries;
  tally.queries_by_rule += verdict.queries_by_rule;
}

void print(std::string_view title, const std::map<std::string, Tally>& tallies) {
  std::cout << fmt::format("\n{:30} {:>6} {:>7} {:>8} {:>7} {:>8} {:>8}\n", title, "cases", "passed",
                           "by rule", "failed", "queries", "by rule");
  for (const auto& [name, tally] : tallies) {
    std::cout << fmt::format("{:30} {:6} {:7} {:8} {:7} {:8} {:8}\n", name, tally.cases, tally.passed,
                             tally.by_rule, tally.cases - tally.passed, tally.queries, tally.queries_by_rule);
  }
}

int report(const std::vector<WireCase>& cases, const std::vector<Verdict>& verdicts) {
  std::map<std::string, Tally> by_method;
  std::map<std::string, Tally> by_version;
  Tally all;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& verdict = verdicts[i];
    const std::string version = cases[i].version();
    add(by_method[cases[i].method()], verdict);
    add(by_version[version.empty() ? "common" : version], verdict);
    add(all, verdict);
    if (verdict.differences.empty()) continue;
    std::cout << fmt::format("FAILED {}\n", cases[i].file);
    for (const auto& difference : verdict.differences) std::cout << "    " << difference << '\n';
  }
  print("method", by_method);
  print("version", by_version);
  print("", {{"all", all}});
  return all.passed == all.cases && all.cases > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto arguments = parse(argc, argv);
    if (!arguments) {
      std::cerr << "usage: kili_wire_cases DIR [FILTER] [--all | --version V] [--over-http] [--messages] "
                   "[--rules FILE] "
                   "[--jobs N] [--request-log FILE]\n";
      return 2;
    }
    const auto all = kili::wire::load_cases(arguments->folder, arguments->filter);
    const auto newest = kili::wire::newest_recordings(all);
    const auto cases = chosen(all, newest, *arguments);
    const auto rules = kili::wire::load_rules(arguments->rules);
    auto compare = arguments->compare;
    compare.query_rules = rules.of_queries;
    compare.export_rules = rules.of_exports;
    const Judge judge(newest, rules.of_cases, compare);
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
