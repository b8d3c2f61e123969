#include "label_checks.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "kili/labels/check_label.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili::fuzz {
namespace {

using nlohmann::json;

[[noreturn]] void fail(const std::string& what, std::string_view text) {
  std::fprintf(stderr, "%s\nfor the answers %.*s\n", what.c_str(), static_cast<int>(text.size()),
               text.data());
  std::abort();
}

/// Calls the function; an error of the library is an answer like any other.
template <typename Function>
void allow_errors(Function&& function) {
  try {
    function();
  } catch (const Error&) {
  }
}

void read_jobs(const ParsedJobs& jobs);

void read_category(const Category& category) {
  static_cast<void>(category.name().size() + category.display_name().size());
  allow_errors([&] { static_cast<void>(category.confidence()); });
  allow_errors([&] { read_jobs(category.children()); });
}

void read_outline(const BoundingPoly& poly) {
  allow_errors([&] { static_cast<void>(poly.normalized_vertices().size()); });
  allow_errors([&] {
    for (std::size_t i = 0; i <= poly.ring_count(); ++i) static_cast<void>(poly.ring(i).size());
  });
}

void read_annotations(const AnnotationList& annotations);

void read_annotation(const Annotation& annotation) {
  allow_errors([&] {
    for (const Category& category : annotation.categories()) read_category(category);
  });
  allow_errors([&] {
    if (const Category* category = annotation.category()) read_category(*category);
  });
  allow_errors([&] { read_jobs(annotation.children()); });
  allow_errors([&] { read_annotations(annotation.annotations()); });
  allow_errors([&] {
    for (const BoundingPoly& poly : annotation.bounding_poly()) read_outline(poly);
  });
  allow_errors([&] {
    for (const BoundingPoly& poly : annotation.polys()) read_outline(poly);
  });
  allow_errors([&] {
    for (const PosePoint& point : annotation.points()) {
      allow_errors([&] { static_cast<void>(point.point()); });
      allow_errors([&] { static_cast<void>(point.code().size() + point.name().size()); });
      allow_errors([&] { static_cast<void>(point.job_name().size() + point.type().size()); });
      allow_errors([&] { read_jobs(point.children()); });
    }
  });
  allow_errors([&] { static_cast<void>(annotation.mid().size()); });
  allow_errors([&] { static_cast<void>(annotation.content().size()); });
  allow_errors([&] { static_cast<void>(annotation.begin_offset() ^ annotation.end_offset()); });
  allow_errors([&] { static_cast<void>(annotation.page_number_array().size()); });
  allow_errors([&] { static_cast<void>(annotation.polyline().size()); });
  allow_errors([&] { static_cast<void>(annotation.point()); });
  allow_errors([&] { static_cast<void>(annotation.score()); });
  allow_errors([&] { static_cast<void>(annotation.is_key_frame()); });
  allow_errors([&] { static_cast<void>(annotation.kind().size() + annotation.type().size()); });
  allow_errors(
      [&] { static_cast<void>(annotation.start_entities().size() + annotation.end_entities().size()); });
  allow_errors(
      [&] { static_cast<void>(annotation.start_objects().size() + annotation.end_objects().size()); });
  static_cast<void>(annotation.variant().index());
  for (int i = 0; i <= static_cast<int>(Attribute::type); ++i) {
    static_cast<void>(annotation.has(static_cast<Attribute>(i)));
  }
}

void read_annotations(const AnnotationList& annotations) {
  for (const Annotation& annotation : annotations) read_annotation(annotation);
  allow_errors([&] { static_cast<void>(annotations[annotations.size()]); });
}

void read_job(const ParsedJob& job) {
  static_cast<void>(job.variant().index());
  allow_errors([&] {
    for (const Category& category : job.categories()) read_category(category);
  });
  allow_errors([&] { static_cast<void>(job.category()); });
  allow_errors([&] { static_cast<void>(job.text().size()); });
  allow_errors([&] { static_cast<void>(job.is_key_frame()); });
  allow_errors([&] { static_cast<void>(job.file_id().value_or("").size()); });
  allow_errors([&] { static_cast<void>(job.file_name().value_or("").size()); });
  allow_errors([&] { static_cast<void>(job.file_mime_type().value_or("").size()); });
  allow_errors([&] { read_jobs(job.children()); });
  allow_errors([&] { read_annotations(job.annotations()); });
  if (!job.is_video()) return;
  for (const ParsedJob& frame : job.frames()) read_job(frame);
  allow_errors([&] { static_cast<void>(job.frames()[job.frames().size()]); });
}

void read_jobs(const ParsedJobs& jobs) {
  for (const ParsedJob& job : jobs) read_job(job);
}

void change_job(ParsedJob& job) {
  allow_errors([&] { job.add_category("A", 50); });
  allow_errors([&] {  // as in Python, renaming does not look at the other categories
    if (job.categories().size() == 1) job.categories()[0].set_display_name("Category a");
  });
  allow_errors([&] { job.set_text("42"); });
  allow_errors([&] { job.add_annotation({{"type", "marker"}, {"point", {{"x", 1}, {"y", 0.5}}}}); });
  allow_errors([&] {
    for (Annotation& annotation : job.annotations()) {
      allow_errors([&] { annotation.add_category("B"); });
      allow_errors([&] { annotation.add_bounding_poly(std::vector<Point>(4)); });
      allow_errors([&] {
        for (BoundingPoly& poly : annotation.bounding_poly()) poly.set_rings({std::vector<Point>(4)});
      });
      allow_errors([&] {
        annotation.annotations().add_annotation({{"mid", "place"}});
        for (Annotation& place : annotation.annotations()) place.set_mid("changed place");
      });
      allow_errors([&] { annotation.set_mid("m"); });
      allow_errors([&] { annotation.set_score(5); });
      allow_errors([&] { annotation.set_polyline({{0, 1}}); });
      allow_errors([&] { annotation.set_content("text"); });
      allow_errors([&] { annotation.set_children({{"CHILD", json::object()}}); });
    }
  });
  if (!job.is_video()) return;
  for (ParsedJob& frame : job.frames()) change_job(frame);
}

/// The label, or the type of the error that it is refused with.
template <typename Read>
std::pair<std::optional<std::invoke_result_t<Read>>, std::string> outcome_of(Read&& read,
                                                                             std::string_view text) {
  try {
    return {read(), ""};
  } catch (const LabelError& error) {
    if (!error.job().empty() && error.place().empty()) fail("an error without a place", text);
    return {std::nullopt, std::string(error.type())};
  }
}

/// The value without empty objects. As in Python, children of a category that say nothing are written once
/// and left out the next time.
json without_empty_objects(const json& value) {
  if (!value.is_structured()) return value;
  json result = value.is_array() ? json::array() : json::object();
  for (const auto& [key, member] : value.items()) {
    json cleaned = without_empty_objects(member);
    if (value.is_array()) {
      result.push_back(std::move(cleaned));
    } else if (!cleaned.is_object() || !cleaned.empty()) {
      result[key] = std::move(cleaned);
    }
  }
  return result;
}

/// What was written is read as the same.
void check_written(const json& written, const Ontology& ontology, std::string_view json_response) {
  auto [again, error] = outcome_of([&] { return ParsedLabel(written, ontology); }, json_response);
  if (!again) fail("what was written is refused with " + error, json_response);
  if (without_empty_objects(again->to_dict()) != without_empty_objects(written)) {
    fail("what was written is read as something else", json_response);
  }
}

/// Whether the JSON library stops at a number, where all before it is JSON.
bool has_infinite_number(std::string_view text) {
  try {
    const json value = json::parse(text);
    return value.is_discarded();
  } catch (const json::out_of_range&) {
    return true;
  } catch (const json::parse_error&) {
    return false;
  }
}

/// The findings of JSON and text are the same, and each names a place in its job.
void check_findings(const json& decoded, std::string_view in_order, const Ontology& ontology) {
  const auto findings = kili::check_label(decoded, ontology);
  const auto of_text = check_label_text(in_order, ontology);
  if (findings.size() != of_text.size()) fail("JSON and text have different findings", in_order);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].kind != of_text[i].kind || findings[i].path != of_text[i].path ||
        findings[i].message != of_text[i].message) {
      fail("JSON and text have different findings: " + findings[i].message, in_order);
    }
    if (!findings[i].job.empty() && findings[i].path.empty()) fail("a finding without a place", in_order);
  }
}

}  // namespace

void check_label(std::string_view json_response, const Ontology& ontology) {
  const json decoded = json::parse(json_response, nullptr, false);
  auto [from_text, text_error] = outcome_of(
      [&] { return ParsedLabel::from_text(json::object(), json_response, ontology); }, json_response);
  if (decoded.is_discarded()) {
    // A number beyond a double is read as infinite, as in Python; the JSON library refuses it.
    if (from_text && !has_infinite_number(json_response))
      fail("text that is not JSON is read", json_response);
    return;
  }
  if (text_error == "JSONDecodeError") return;  // nested too deep
  auto [from_json, json_error] = outcome_of(
      [&] {
        return ParsedLabel({{"jsonResponse", decoded}}, ontology);
      },
      json_response);
  // Of several mistakes the first is told; JSON values have their members in the order of their names.
  const std::string in_order = decoded.dump(-1, ' ', false, json::error_handler_t::replace);
  const auto [ordered, ordered_error] =
      outcome_of([&] { return ParsedLabel::from_text(json::object(), in_order, ontology); }, in_order);
  if (ordered_error != json_error || text_error.empty() != json_error.empty()) {
    fail("'" + text_error + "' from text, '" + ordered_error + "' from text in order, '" + json_error +
             "' from JSON",
         json_response);
  }
  check_findings(decoded, in_order, ontology);
  if (!from_json) return;

  read_jobs(from_json->jobs());
  allow_errors([&] { static_cast<void>(from_json->rotation()); });
  auto [written, write_error] = outcome_of([&] { return from_json->to_dict(); }, json_response);
  auto [text_written, text_write_error] = outcome_of([&] { return from_text->to_dict(); }, json_response);
  if (write_error != text_write_error || (written && text_written->dump() != written->dump()))
    fail("text and JSON differ", json_response);
  if (written) check_written(*written, ontology, json_response);

  const ParsedLabel copy = *from_json;
  for (ParsedJob& job : from_json->jobs()) change_job(job);
  if (written && copy.to_dict().dump() != written->dump())
    fail("changing a label changes its copy", json_response);
  auto [changed, change_error] = outcome_of([&] { return from_json->to_dict(); }, json_response);
  if (!changed) return;
  auto [last, last_error] =
      outcome_of([&, &text = *changed] { return ParsedLabel(text, ontology); }, json_response);
  if (!last) fail("what was changed and written is refused with " + last_error, json_response);
}

}  // namespace kili::fuzz
