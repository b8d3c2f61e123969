#include "readers/voc_document.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// Line at which the parser is, from 1.
std::size_t line_of(XML_Parser parser) {
#if XML_MAJOR_VERSION > 2 || (XML_MAJOR_VERSION == 2 && XML_MINOR_VERSION >= 9)
  return static_cast<std::size_t>(XML_GetCurrentLineNumber64(parser));
#else
  return static_cast<std::size_t>(XML_GetCurrentLineNumber(parser));
#endif
}

constexpr std::size_t deepest_element = 32;

/// Takes the events of Expat. Its handlers are called from C, which no exception may pass.
class VocHandler {
 public:
  VocHandler() : parser_(XML_ParserCreate(nullptr)) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_document_type);
  }

  std::optional<VocDocument> read(std::string_view xml, std::string& problem) {
    const auto status = XML_Parse(parser_.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE);
    if (exception_) std::rethrow_exception(exception_);
    if (status == XML_STATUS_OK) return std::move(document_);
    problem = !problem_.empty() ? std::move(problem_)
                                : fmt::format("not XML at line {}: {}", line_of(parser_.get()),
                                              XML_ErrorString(XML_GetErrorCode(parser_.get())));
    return std::nullopt;
  }

 private:
  template <typename Work>
  static void guarded(void* self, Work work) noexcept {
    auto& handler = *static_cast<VocHandler*>(self);
    if (handler.has_stopped_) return;  // events that were under way
    try {
      work(handler);
    } catch (...) {
      handler.exception_ = std::current_exception();
      handler.stop();
    }
  }
  static void XMLCALL on_start(void* self, const XML_Char* name, const XML_Char** /*attributes*/) {
    guarded(self, [name](VocHandler& handler) { handler.start(name); });
  }
  static void XMLCALL on_end(void* self, const XML_Char* /*name*/) {
    guarded(self, [](VocHandler& handler) { handler.end(); });
  }
  static void XMLCALL on_text(void* self, const XML_Char* text, int size) {
    guarded(self, [text, size](VocHandler& handler) {
      handler.text_.append(text, static_cast<std::size_t>(size));
    });
  }
  static void XMLCALL on_document_type(void* self, const XML_Char* /*name*/, const XML_Char* /*system*/,
                                       const XML_Char* /*public_id*/, int /*has_internal*/) {
    guarded(self, [](VocHandler& handler) {
      handler.problem_ = "it has a document type, which Pascal VOC files have not";
      handler.stop();
    });
  }

  void stop() noexcept {
    has_stopped_ = true;
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void start(std::string name) {
    text_.clear();
    path_.push_back(std::move(name));
    if (path_.size() == 1 && path_.front() != "annotation") {
      problem_ = fmt::format("not a Pascal VOC file: its root is '{}', not 'annotation'",
                             support::shown_text(path_.front(), 50));
      stop();
    } else if (path_.size() > deepest_element) {
      problem_ = fmt::format("its elements are nested deeper than {} levels", deepest_element);
      stop();
    } else if (path_.size() == 2 && path_[1] == "object") {
      document_.objects.emplace_back().line = line_of(parser_.get());
    }
  }

  void end() {
    const std::string text(support::trim(text_));
    if (path_.size() == 2 && path_[1] == "filename") document_.file_name = text;
    if (path_.size() == 3 && path_[1] == "size" && path_[2] == "width") document_.width = text;
    if (path_.size() == 3 && path_[1] == "size" && path_[2] == "height") document_.height = text;
    if (path_.size() >= 3 && path_[1] == "object") end_in_object(document_.objects.back(), text);
    path_.pop_back();
    text_.clear();
  }

  void end_in_object(VocObject& object, const std::string& text) {
    const std::string& member = path_[2];
    if (member == "bndbox") {
      const auto side = path_.size() == 4 ? std::ranges::find(voc_sides, path_[3]) : voc_sides.end();
      if (side != voc_sides.end()) object.box.at(static_cast<std::size_t>(side - voc_sides.begin())) = text;
      return;
    }
    if (path_.size() == 3 && member == "name") {
      object.name = text;
    } else if (path_.size() == 3 && member == "job_name") {
      object.job_name = text;
    } else if (!text.empty() && text != "0" && text != "Unspecified") {
      object.others.insert(member);
    }
  }

  struct Free {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
  };

  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  VocDocument document_;
  std::vector<std::string> path_;
  std::string problem_;
  std::string text_;
  std::exception_ptr exception_;
  bool has_stopped_ = false;
};

}  // namespace

std::optional<VocDocument> read_voc(std::string_view xml, std::string& problem) {
  return VocHandler().read(xml, problem);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
