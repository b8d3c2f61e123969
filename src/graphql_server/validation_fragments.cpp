#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "graphql_server/token_stream.hpp"
#include "graphql_server/validation_context.hpp"

namespace kili::sandbox::graphql {
namespace {

/// Follows spreads into fragments, depth first: finds fragments inside themselves, and how deep a document is
/// once all fragments are in place. Execution recurses that deep.
class FragmentNesting {
 public:
  explicit FragmentNesting(ValidationContext& context) : context_(context) {}

  void check() {
    for (const auto& fragment : context_.document().fragments) visit(fragment, 0);
    for (const auto& operation : context_.document().operations) {
      if (depth_of(operation.selection_set, 0) > max_depth) {
        context_.report("Document is nested too deeply.", {operation.offset});
      }
    }
  }

 private:
  struct State {
    bool is_open = false;
    int depth = 0;
  };

  /// `level` bounds the recursion here too. A fragment entered near the bound may get too large a depth; it
  /// can only be reached by way of something that is too deep itself.
  int visit(const ast::Fragment& fragment, int level) {
    if (const auto found = states_.find(&fragment); found != states_.end()) {
      if (found->second.is_open) report_cycle(fragment);
      return found->second.depth;
    }
    states_[&fragment].is_open = true;
    const int depth = depth_of(fragment.selection_set, level);
    auto& state = states_[&fragment];
    state.is_open = false;
    state.depth = depth;
    return depth;
  }

  int depth_of(const ast::SelectionSet& set, int level) {
    if (level > max_depth) return max_depth + 1;
    int depth = 0;
    for (const auto& selection : set.items) {
      if (selection.selection_set != nullptr) {
        depth = std::max(depth, depth_of(*selection.selection_set, level + 1));
      } else if (selection.kind == ast::SelectionKind::fragment_spread) {
        const auto* const fragment = context_.prepared.find_fragment(selection.name);
        if (fragment == nullptr) continue;
        path_.push_back(&selection);
        depth = std::max(depth, visit(*fragment, level + 1));
        path_.pop_back();
      }
    }
    return std::min(depth, max_depth) + 1;
  }

  void report_cycle(const ast::Fragment& fragment) {
    // The cycle starts at the spread after the one that led into `fragment` (or at the beginning of the
    // path).
    auto start = path_.size() - 1;
    while (start > 0 && path_[start - 1]->name != fragment.name) --start;
    std::string via;
    std::vector<ast::Offset> offsets;
    for (auto i = start; i < path_.size(); ++i) {
      offsets.push_back(path_[i]->offset);
      if (i + 1 < path_.size()) via += (via.empty() ? " via \"" : ", \"") + path_[i]->name + '"';
    }
    context_.report(fmt::format("Cannot spread fragment \"{}\" within itself{}.", fragment.name, via),
                    std::move(offsets));
  }

  ValidationContext& context_;
  std::unordered_map<const ast::Fragment*, State> states_;
  std::vector<const ast::Selection*> path_;
};

void check_unused(ValidationContext& context) {
  std::unordered_set<const void*> used;
  std::vector<const void*> pending;
  for (const auto& operation : context.document().operations) pending.push_back(&operation);
  while (!pending.empty()) {
    const auto found = context.references.find(pending.back());
    pending.pop_back();
    if (found == context.references.end()) continue;
    for (const auto* const spread : found->second.spreads) {
      const auto* const fragment = context.prepared.find_fragment(spread->name);
      if (fragment != nullptr && used.insert(fragment).second) pending.push_back(fragment);
    }
  }
  for (const auto& fragment : context.document().fragments) {
    // Of two with the same name only the first can be spread; that there are two is reported elsewhere.
    const auto* const named = context.prepared.find_fragment(fragment.name);
    if (!used.contains(named)) {
      context.report(fmt::format("Fragment \"{}\" is never used.", fragment.name), {fragment.offset});
    }
  }
}

}  // namespace

void validate_fragment_use(ValidationContext& context) {
  check_unused(context);
  FragmentNesting(context).check();
}

}  // namespace kili::sandbox::graphql
