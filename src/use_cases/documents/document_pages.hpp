#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "api/documents/document.hpp"
#include "engine/page_contradictions.hpp"
#include "kili/graphql.hpp"
#include "support/call_context.hpp"
#include "support/id_set.hpp"
#include "types/json_page_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `Client::pages()`: sends the document again and again, each time for the elements behind those that came.
/// A page that is shorter than asked is the last one.
///
/// A service that gives full pages for ever is not followed for ever: a page without a new id is an error,
/// and where elements have no ids, many pages in a row that are equal.
class DocumentPages final : public detail::JsonPageStream {
 public:
  /// Equal pages of elements without ids after which the listing is an error.
  static constexpr std::size_t most_equal_pages = 1000;

  /// Sends nothing. @throws ValidationError naming the argument that is not usable.
  DocumentPages(Resources resources, std::string_view document, const Json& variables, PagesSettings settings,
                support::CallContext context);

  void advance() override;
  [[nodiscard]] bool started() const noexcept override { return started_; }
  [[nodiscard]] bool at_end() const noexcept override { return !current_.has_value(); }
  [[nodiscard]] const JsonPage& current() const noexcept override { return *current_; }
  [[nodiscard]] std::string cursor() const override { return cursor_at(place_); }

 private:
  void check_arguments() const;
  [[nodiscard]] std::string cursor_at(std::size_t place) const;
  void read_next();
  /// @throws HttpError when the page shows that the service does not advance.
  void check_advances(const nlohmann::json& elements);

  Resources resources_;
  api::Document document_;
  nlohmann::json variables_;
  PagesSettings settings_;
  support::CallContext context_;
  std::uint64_t fingerprint_ = 0;
  std::string path_;
  std::size_t place_ = 0;      ///< Elements before the current page; without one, before the next.
  std::size_t delivered_ = 0;  ///< Up to the current page.
  bool started_ = false;
  bool was_last_ = false;
  std::optional<JsonPage> current_;
  std::exception_ptr failure_;

  engine::RepeatedPages repeated_;
  support::IdSet ids_;
  std::size_t hash_ = 0;         ///< Of the last page, where elements have no ids.
  std::size_t equal_pages_ = 0;  ///< In a row.
};

}  // namespace kili::use_cases
