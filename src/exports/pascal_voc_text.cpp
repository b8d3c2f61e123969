#include "exports/pascal_voc_text.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string_view>

#include "exports/xml_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// Elements on lines of their own, indented by their depth.
class XmlLines {
 public:
  void open(std::string_view name) {
    add(fmt::format("<{}>", name));
    ++depth_;
  }
  void close(std::string_view name) {
    --depth_;
    add(fmt::format("</{}>", name));
  }
  void element(std::string_view name, std::string_view text) {
    add(text.empty() ? fmt::format("<{}/>", name) : fmt::format("<{0}>{1}</{0}>", name, xml_text(text)));
  }
  void element(std::string_view name, std::int64_t number) { element(name, std::to_string(number)); }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  void add(std::string_view line) {
    constexpr std::size_t indent = 3;
    text_.append(indent * depth_, ' ');
    text_ += line;
    text_ += '\n';
  }

  std::string text_;
  std::size_t depth_ = 0;
};

void append_object(XmlLines& lines, const PascalVocObject& object) {
  lines.open("object");
  lines.element("name", object.category);
  lines.element("job_name", object.job);
  lines.element("pose", "Unspecified");
  lines.element("truncated", 0);
  lines.element("difficult", 0);
  lines.element("occluded", 0);
  lines.open("bndbox");
  lines.element("xmin", object.box.left);
  lines.element("xmax", object.box.right);
  lines.element("ymin", object.box.top);
  lines.element("ymax", object.box.bottom);
  lines.close("bndbox");
  lines.close("object");
}

}  // namespace

std::string pascal_voc_text(const PascalVocImage& image) {
  XmlLines lines;
  lines.open("annotation");
  lines.element("folder", "");
  lines.element("filename", image.file_name);
  lines.element("path", "");
  lines.open("source");
  lines.element("database", "Kili Technology");
  lines.close("source");
  lines.open("size");
  lines.element("width", image.width);
  lines.element("height", image.height);
  lines.element("depth", 3);
  lines.close("size");
  lines.element("segmented", "");
  for (const PascalVocObject& object : image.objects) append_object(lines, object);
  lines.close("annotation");
  return "<?xml version=\"1.0\" ?>\n" + lines.text() + "\n";
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
