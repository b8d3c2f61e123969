#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "kili/labels/geometry.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

struct ByPlace {
  bool operator()(const Point& left, const Point& right) const noexcept {
    return left.x != right.x ? left.x < right.x : left.y < right.y;
  }
};

struct Edge {
  Point from;
  Point to;
  std::vector<Point> cuts;  ///< Where other edges touch or cross it.
};

// More digits than the coordinates have: crossings of different pairs of edges in one place come to one
// point.
using Precise = long double;

/// Positive when the third point lies left of the way from the first to the second.
Precise turn(const Point& from, const Point& to, const Point& third) noexcept {
  return (Precise{to.x} - from.x) * (Precise{third.y} - from.y) -
         (Precise{to.y} - from.y) * (Precise{third.x} - from.x);
}

bool is_within(const Point& point, const Edge& edge) noexcept {
  return std::min(edge.from.x, edge.to.x) <= point.x && point.x <= std::max(edge.from.x, edge.to.x) &&
         std::min(edge.from.y, edge.to.y) <= point.y && point.y <= std::max(edge.from.y, edge.to.y);
}

void cut_where_they_meet(Edge& first, Edge& second) {
  const Precise from = turn(first.from, first.to, second.from);
  const Precise to = turn(first.from, first.to, second.to);
  const Precise back_from = turn(second.from, second.to, first.from);
  const Precise back_to = turn(second.from, second.to, first.to);
  if (from == 0 && is_within(second.from, first)) first.cuts.push_back(second.from);
  if (to == 0 && is_within(second.to, first)) first.cuts.push_back(second.to);
  if (back_from == 0 && is_within(first.from, second)) second.cuts.push_back(first.from);
  if (back_to == 0 && is_within(first.to, second)) second.cuts.push_back(first.to);
  if (from * to < 0 && back_from * back_to < 0) {
    const Precise part = from / (from - to);
    const Point crossing{static_cast<double>(second.from.x + part * (Precise{second.to.x} - second.from.x)),
                         static_cast<double>(second.from.y + part * (Precise{second.to.y} - second.from.y))};
    first.cuts.push_back(crossing);
    second.cuts.push_back(crossing);
  }
}

std::vector<Edge> edges_of(std::span<const Point> polygon) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point& to = polygon[i + 1 == polygon.size() ? 0 : i + 1];
    if (polygon[i] != to) edges.push_back({polygon[i], to, {}});
  }
  return edges;
}

/// @return whether edges meet elsewhere than one after the other at their common vertex.
bool cut_edges(std::vector<Edge>& edges) {
  std::vector<std::size_t> from_left(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) from_left[i] = i;
  const auto left_end = [&edges](std::size_t i) { return std::min(edges[i].from.x, edges[i].to.x); };
  std::sort(from_left.begin(), from_left.end(),
            [&](std::size_t left, std::size_t right) { return left_end(left) < left_end(right); });
  for (std::size_t i = 0; i < from_left.size(); ++i) {
    Edge& first = edges[from_left[i]];
    const double right_end = std::max(first.from.x, first.to.x);
    for (std::size_t j = i + 1; j < from_left.size() && left_end(from_left[j]) <= right_end; ++j) {
      cut_where_they_meet(first, edges[from_left[j]]);
    }
  }
  std::size_t vertices_met = 0;
  for (const Edge& edge : edges) vertices_met += edge.cuts.size();
  // Each of two neighbours is cut once, at the vertex that they share.
  return vertices_met != 2 * edges.size();
}

/// A step from node to node.
using Way = std::pair<Point, Point>;

struct ByEnds {
  bool operator()(const Way& left, const Way& right) const noexcept {
    const ByPlace before;
    if (before(left.first, right.first)) return true;
    if (before(right.first, left.first)) return false;
    return before(left.second, right.second);
  }
};

/// The pieces of the edges, those that are gone an odd number of times: on one side of them is inside, on the
/// other outside. From each node the nodes that they lead to, in the order of their direction.
using Graph = std::map<Point, std::vector<Point>, ByPlace>;

Graph graph_of(std::vector<Edge>& edges) {
  std::set<Way, ByEnds> pieces;
  for (Edge& edge : edges) {
    edge.cuts.push_back(edge.from);
    edge.cuts.push_back(edge.to);
    const Point origin = edge.from;
    std::sort(edge.cuts.begin(), edge.cuts.end(), [&origin](const Point& left, const Point& right) {
      return std::hypot(left.x - origin.x, left.y - origin.y) <
             std::hypot(right.x - origin.x, right.y - origin.y);
    });
    for (std::size_t i = 1; i < edge.cuts.size(); ++i) {
      if (edge.cuts[i - 1] == edge.cuts[i]) continue;
      const auto [first, last] = std::minmax(edge.cuts[i - 1], edge.cuts[i], ByPlace());
      if (const Way piece(first, last); !pieces.insert(piece).second) pieces.erase(piece);
    }
  }
  Graph graph;
  for (const auto& [first, last] : pieces) {
    graph[first].push_back(last);
    graph[last].push_back(first);
  }
  for (auto& [node, neighbours] : graph) {
    const Point origin = node;
    std::sort(neighbours.begin(), neighbours.end(), [&origin](const Point& left, const Point& right) {
      return std::atan2(left.y - origin.y, left.x - origin.x) <
             std::atan2(right.y - origin.y, right.x - origin.x);
    });
  }
  return graph;
}

/// Whether inside lies left of the walk: seen from the middle of its steepest piece, an odd number of pieces
/// is crossed on the way out.
bool has_inside_on_the_left(const std::vector<Point>& walk, const Graph& graph) {
  Way steepest(walk.back(), walk.front());
  for (std::size_t i = 1; i < walk.size(); ++i) {
    if (std::abs(walk[i].y - walk[i - 1].y) > std::abs(steepest.second.y - steepest.first.y)) {
      steepest = {walk[i - 1], walk[i]};
    }
  }
  const auto& [from, to] = steepest;
  const Point middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
  bool is_inside = false;  // right of the piece, where x grows
  for (const auto& [node, neighbours] : graph) {
    for (const Point& next : neighbours) {
      if (!(node.y <= middle.y && middle.y < next.y)) continue;  // each piece once, upwards
      const bool is_steepest = (node == from && next == to) || (node == to && next == from);
      if (!is_steepest && turn(node, next, middle) > 0) is_inside = !is_inside;
    }
  }
  return to.y > from.y ? !is_inside : is_inside;
}

/// Splits a walk into rings that visit no node twice, and adds up their areas: the outer one and the holes.
double area_of_rings(const std::vector<Point>& walk) {
  double area = 0;
  std::vector<Point> path;
  std::map<Point, std::size_t, ByPlace> at;
  for (const Point& point : walk) {
    if (const auto found = at.find(point); found != at.end()) {
      const std::size_t length = found->second;
      area += polygon_area(std::span(path).subspan(length));
      for (std::size_t i = length; i < path.size(); ++i) at.erase(path[i]);
      path.resize(length);
    }
    at.emplace(point, path.size());
    path.push_back(point);
  }
  return area + polygon_area(path);
}

/// Walks around what the pieces enclose, keeping it on the left.
double area_of_graph(const Graph& graph) {
  std::map<Point, std::vector<bool>, ByPlace> walked;
  for (const auto& [node, neighbours] : graph) walked[node].resize(neighbours.size());
  double area = 0;
  for (const auto& [start, neighbours] : graph) {
    for (std::size_t first = 0; first < neighbours.size(); ++first) {
      std::vector<Point> walk;
      Point node = start;
      std::size_t way = first;
      while (!walked[node][way]) {
        walked[node][way] = true;
        walk.push_back(node);
        const Point next = graph.at(node)[way];
        const auto& ways = graph.at(next);
        const auto back = static_cast<std::size_t>(std::find(ways.begin(), ways.end(), node) - ways.begin());
        node = next;
        way = (back + ways.size() - 1) % ways.size();  // the next one clockwise
      }
      if (!walk.empty() && has_inside_on_the_left(walk, graph)) area += area_of_rings(walk);
    }
  }
  return area;
}

}  // namespace

double enclosed_area(std::span<const Point> polygon) {
  if (polygon.size() < 3) return 0;
  const auto is_place = [](const Point& point) { return std::isfinite(point.x) && std::isfinite(point.y); };
  if (!std::all_of(polygon.begin(), polygon.end(), is_place)) {
    throw ValidationError("a polygon with a vertex whose coordinates are not finite has no area");
  }
  std::vector<Edge> edges = edges_of(polygon);
  if (!cut_edges(edges)) return polygon_area(polygon);
  return area_of_graph(graph_of(edges));
}

}  // namespace v0_1
}  // namespace kili
