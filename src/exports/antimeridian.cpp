#include "exports/antimeridian.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr double half_turn = 180;
constexpr double full_turn = 360;

/// What to add to the longitude of the second vertex and of all after it, so that the edge goes the short
/// way.
double correction(double from, double to) noexcept {
  const double step = to - from;
  if (std::abs(step) <= half_turn || std::abs(step) >= full_turn) return 0;
  return step > 0 ? -full_turn : full_turn;
}

/// Makes longitudes continuous. @return what is left between the last vertex and the first one: not 0 around
/// a pole.
double unwrap(std::vector<Point>& vertices) {
  double offset = 0;
  const double first = vertices.front().x;
  double previous = first;
  for (Point& vertex : vertices) {
    const double original = vertex.x;
    offset += correction(previous, original);
    vertex.x += offset;
    previous = original;
  }
  return offset + correction(previous, first);
}

void shift(std::vector<Point>& vertices, double by) noexcept {
  for (Point& vertex : vertices) vertex.x += by;
}

/// How often the full turn lies between the longitude and -180 to 180.
double turns(double longitude) noexcept { return std::floor((longitude + half_turn) / full_turn); }

bool contains(const Ring& ring, const Point& point) {
  const auto latitudes = crossings(ring, point.x);
  return std::ranges::count_if(latitudes, [&](double latitude) { return latitude > point.y; }) % 2 == 1;
}

void remove_repetitions(Ring& ring) {
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
}

/// Cuts one polygon along the antimeridian. The pieces of its rings on one side end where the ring goes to
/// the other side; there they go on along the cut to the next such place, with which they enclose a piece of
/// the cut that is inside the polygon.
class Cut {
 public:
  explicit Cut(AreaPart part) : part_(std::move(part)) {}

  /// @return false when the ends do not fit, because rings cross each other.
  [[nodiscard]] bool make(std::vector<AreaPart>& pieces) {
    split(part_.outer, nullptr);
    std::vector<Ring> whole_holes;
    for (Ring& hole : part_.holes) split(hole, &whole_holes);
    find_partners();
    for (const bool east : {false, true}) {
      if (!join(east, pieces)) return false;
    }
    for (Ring& hole : whole_holes) give(std::move(hole), pieces);
    for (AreaPart& piece : pieces) move_back(piece);
    return true;
  }

 private:
  struct Chain {
    std::size_t begin = 0;  // crossing
    std::size_t end = 0;
    bool east = false;
    bool used = false;
    std::vector<Point> points;
  };

  [[nodiscard]] static bool is_east(const Point& point) noexcept { return point.x > half_turn; }

  /// Splits the ring at the cut. @param whole takes it when it does not cross the cut.
  void split(Ring& ring, std::vector<Ring>* whole) {
    std::size_t start = 0;
    while (start < ring.size() && is_east(ring[start]) == is_east(ring[(start + 1) % ring.size()])) ++start;
    if (start == ring.size()) {
      if (whole != nullptr) whole->push_back(std::move(ring));
      return;
    }
    const std::size_t first_crossing = crossings_.size();
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point& from = ring[(start + i) % ring.size()];
      const Point& to = ring[(start + i + 1) % ring.size()];
      if (is_east(from) != is_east(to)) {
        if (i > 0) chains_.back().end = crossings_.size();
        chains_.push_back({.begin = crossings_.size(), .end = 0, .east = is_east(to), .points = {}});
        crossings_.push_back(y_at(from, to, half_turn));
      }
      chains_.back().points.push_back(to);
    }
    chains_.back().end = first_crossing;
  }

  void find_partners() {
    std::vector<std::size_t> order(crossings_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [this](std::size_t crossing) { return crossings_[crossing]; });
    partners_.resize(order.size());
    for (std::size_t i = 0; i + 1 < order.size(); i += 2) {
      partners_[order[i]] = order[i + 1];
      partners_[order[i + 1]] = order[i];
    }
  }

  [[nodiscard]] bool join(bool east, std::vector<AreaPart>& pieces) {
    std::map<std::size_t, Chain*> chain_at;
    for (Chain& chain : chains_) {
      if (chain.east == east) chain_at[chain.begin] = &chain;
    }
    for (const auto& [begin, first] : chain_at) {
      if (first->used) continue;
      Ring ring;
      Chain* chain = first;
      do {
        if (chain->used) return false;
        chain->used = true;
        ring.push_back({half_turn, crossings_[chain->begin]});
        ring.insert(ring.end(), chain->points.begin(), chain->points.end());
        ring.push_back({half_turn, crossings_[chain->end]});
        const auto next = chain_at.find(partners_[chain->end]);
        if (next == chain_at.end()) return false;
        chain = next->second;
      } while (chain != first);
      remove_repetitions(ring);
      if (doubled_signed_area(ring) != 0) pieces.push_back({.outer = std::move(ring), .holes = {}});
    }
    return true;
  }

  /// Gives a hole that is not cut to the piece around it.
  static void give(Ring hole, std::vector<AreaPart>& pieces) {
    const bool east = is_east(hole.front());
    AreaPart* around = nullptr;
    for (AreaPart& piece : pieces) {
      if (std::ranges::any_of(piece.outer, is_east) != east) continue;
      if (around == nullptr || contains(piece.outer, hole.front())) around = &piece;
    }
    if (around != nullptr) around->holes.push_back(std::move(hole));
  }

  static void move_back(AreaPart& piece) {
    if (!std::ranges::any_of(piece.outer, is_east)) return;
    shift(piece.outer, -full_turn);
    for (Ring& hole : piece.holes) shift(hole, -full_turn);
  }

  AreaPart part_;
  std::vector<double> crossings_;  // latitudes
  std::vector<std::size_t> partners_;
  std::vector<Chain> chains_;
};

}  // namespace

Point within_antimeridian(Point point) noexcept {
  if (std::abs(point.x) > half_turn) point.x -= full_turn * turns(point.x);
  return point;
}

bool make_continuous(Ring& ring) { return unwrap(ring) == 0; }

std::vector<std::vector<Point>> cut_line(std::vector<Point> line) {
  static_cast<void>(unwrap(line));
  std::vector<std::vector<Point>> pieces(1);
  double world = turns(line[0].x);
  if (line[0].x == full_turn * world - half_turn && line[1].x < line[0].x) --world;
  const auto add = [&](Point point) {
    point.x -= full_turn * world;
    if (pieces.back().empty() || pieces.back().back() != point) pieces.back().push_back(point);
  };
  add(line[0]);
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point& from = line[i - 1];
    const Point& to = line[i];
    for (;;) {
      const double east = full_turn * world + half_turn;
      const double west = east - full_turn;
      if (to.x >= west && to.x <= east) break;
      const double border = to.x > east ? east : west;
      add({border, y_at(from, to, border)});
      pieces.emplace_back();
      world += to.x > east ? 1 : -1;
      add({border, y_at(from, to, border)});
    }
    add(to);
  }
  std::erase_if(pieces, [](const auto& piece) { return piece.size() < 2; });
  return pieces;
}

std::vector<AreaPart> cut_part(AreaPart part, std::string& problem) {
  std::vector<AreaPart> pieces;
  const auto [west, east] = std::ranges::minmax(part.outer, {}, &Point::x);
  if (east.x - west.x > full_turn) {
    problem = "it goes more than once around the Earth";
    return pieces;
  }
  for (Ring& hole : part.holes) {
    const double first = std::ranges::min(hole, {}, &Point::x).x;
    if (first < west.x || first > east.x) shift(hole, full_turn * std::ceil((west.x - first) / full_turn));
  }
  const double by = -full_turn * turns(west.x);
  const bool is_outside = west.x < -half_turn || east.x > half_turn;
  if (is_outside && by != 0) {
    shift(part.outer, by);
    for (Ring& hole : part.holes) shift(hole, by);
  }
  if (!is_outside || east.x + by <= half_turn) {
    pieces.push_back(std::move(part));
    return pieces;
  }
  if (Cut(std::move(part)).make(pieces)) return pieces;
  problem = "it crosses itself where it is cut at the antimeridian";
  return {};
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
