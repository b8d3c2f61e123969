#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "kili/errors.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/opencv.hpp"

using namespace kili;

namespace {

// What cv::Point2d, cv::Point and their boxes look like, without OpenCV.
template <typename Number>
struct CvPoint {
  CvPoint(Number x_value, Number y_value) : x(x_value), y(y_value) {}
  Number x;
  Number y;
};
template <typename Number>
struct CvRect {
  CvRect(Number x_value, Number y_value, Number width_value, Number height_value)
      : x(x_value), y(y_value), width(width_value), height(height_value) {}
  Number x;
  Number y;
  Number width;
  Number height;
};

const std::vector<Point> quarter_box{{0.25, 0.75}, {0.25, 0.5}, {0.75, 0.5}, {0.75, 0.75}};

}  // namespace

TEST_CASE("normalised vertices become pixels, from either origin, and go back") {
  CHECK(to_pixels({0.25, 0.75}, {200, 100}) == Point{50, 75});
  CHECK(to_pixels({0.25, 0.75}, {200, 100}, Origin::bottom_left) == Point{50, 25});
  CHECK(to_normalized({50, 75}, {200, 100}) == Point{0.25, 0.75});
  CHECK(to_normalized({50, 25}, {200, 100}, Origin::bottom_left) == Point{0.25, 0.75});
  CHECK_THROWS_AS(to_normalized({201, 0}, {200, 100}), ValidationError);
  CHECK_THROWS_AS(to_pixels({0, 0}, {200, 0}), ValidationError);
  CHECK_THROWS_AS(to_pixels({0, 0}, {-1, 5}), ValidationError);
}

TEST_CASE("boxes become vertices in Kili's order, and vertices boxes") {
  const PixelBox box{50, 50, 100, 25};
  CHECK(rectangle_vertices(box, {200, 100}) == quarter_box);
  CHECK(pixel_box(quarter_box, {200, 100}) == box);
  const BoxCorners in_pixels = rectangle_corners(quarter_box, {200, 100}, Origin::bottom_left);
  CHECK(in_pixels.bottom_left == Point{50, 25});
  CHECK(in_pixels.top_right == Point{150, 50});
  CHECK(rectangle_vertices(in_pixels, {200, 100}, Origin::bottom_left) == quarter_box);
  CHECK_THROWS_AS(rectangle_vertices(PixelBox{150, 0, 100, 1}, {200, 100}), ValidationError);
  CHECK_THROWS_AS(rectangle_vertices(PixelBox{150, 0, -100, 1}, {200, 100}), ValidationError);
  CHECK_THROWS_AS(rectangle_corners(std::vector<Point>(3), {200, 100}), ValidationError);
  CHECK_THROWS_AS(pixel_box({}, {200, 100}), ValidationError);
}

TEST_CASE("vertices of a turned image are turned back") {
  const Point vertex{0.25, 0.125};
  CHECK(undo_rotation(vertex, 0) == vertex);
  CHECK(undo_rotation(vertex, 90) == Point{0.125, 0.75});
  CHECK(undo_rotation(vertex, 180) == Point{0.75, 0.875});
  CHECK(undo_rotation(vertex, 270) == Point{0.875, 0.25});
  for (const int rotation : {0, 90, 180, 270})
    CHECK(apply_rotation(undo_rotation(vertex, rotation), rotation) == vertex);
  CHECK_THROWS_AS(undo_rotation(vertex, 45), ValidationError);
  CHECK_THROWS_AS(apply_rotation(vertex, -90), ValidationError);
  CHECK(pixel_box(quarter_box, {200, 100}, 90) == PixelBox{100, 25, 50, 50});
  CHECK(pixel_polygon(quarter_box, {200, 100}, 180)[0] == Point{150, 25});
}

TEST_CASE("the overlap of boxes is their common part of what they cover together") {
  CHECK(box_iou({0, 0, 10, 10}, {0, 0, 10, 10}) == 1);
  CHECK(box_iou({0, 0, 10, 10}, {5, 0, 10, 10}) == Approx(50.0 / 150));
  CHECK(box_iou({0, 0, 10, 10}, {2, 2, 5, 5}) == Approx(0.25));
  CHECK(box_iou({0, 0, 10, 10}, {10, 0, 10, 10}) == 0);
  CHECK(box_iou({0, 0, 10, 10}, {20, 20, 1, 1}) == 0);
  CHECK(box_iou({0, 0, 0, 0}, {0, 0, 0, 0}) == 0);
}

TEST_CASE("the area of a polygon does not depend on which way round it goes") {
  const std::vector<Point> triangle{{0, 0}, {4, 0}, {4, 3}};
  const std::vector<Point> reversed(triangle.rbegin(), triangle.rend());
  CHECK(polygon_area(triangle) == 6);
  CHECK(polygon_area(reversed) == 6);
  CHECK(is_counter_clockwise(triangle));
  CHECK_FALSE(is_counter_clockwise(reversed));
  CHECK(polygon_area(std::vector<Point>{{0, 0}, {1, 1}}) == 0);
}

TEST_CASE("polygons that cross themselves have the area that Kili's export gives them") {
  std::ifstream file(KILI_TESTS_DIR "/labels/formats/areas.json");
  for (const auto& expected : nlohmann::json::parse(file)) {
    std::vector<Point> polygon;
    for (const auto& vertex : expected["polygon"]) polygon.push_back({vertex[0], vertex[1]});
    CAPTURE(expected.dump());
    CHECK(enclosed_area(polygon) == Approx(expected["area"].get<double>()).margin(1e-9));
  }
}

TEST_CASE("boxes and polygons become the types of OpenCV and come back") {
  const PixelBox box{10.4, 20.6, 30.3, 40.3};
  const auto exact = rect_cast<CvRect<double>>(box);
  CHECK(box_of(exact).x == 10.4);
  CHECK(exact.height == Approx(40.3));
  const auto rounded = rect_cast<CvRect<int>>(box);
  CHECK(rounded.x == 10);
  CHECK(rounded.y == 21);
  CHECK(rounded.width == 31);
  CHECK(rounded.height == 40);
  const auto points = polygon_cast<CvPoint<int>>(pixel_polygon(quarter_box, {201, 100}));
  REQUIRE(points.size() == 4);
  CHECK(points[0].x == 50);
  CHECK(points[2].x == 151);
  CHECK(contour_vertices(points, {200, 100})[0] == Point{0.25, 0.75});
  CHECK(point_of(point_cast<CvPoint<float>>({0.5, 0.25})) == Point{0.5, 0.25});
}
