#pragma once

/// @file
/// GraphQL documents of one's own: `Client::execute()` and `Client::pages()`.

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "kili/export.hpp"
#include "kili/json.hpp"

namespace kili {
inline namespace v0_1 {

/// How a document is sent.
struct ExecuteSettings {
  /// Whether the document may be sent again when it is not known whether it was carried out. Absent: true for
  /// a query, false for a mutation.
  std::optional<bool> idempotent{};
  /// Which operation of a document with several is meant.
  std::string operation_name{};
};

/// How a paged query is read.
struct PagesSettings {
  /// JsonPage::cursor of an earlier reading: it goes on behind that page.
  std::optional<std::string> cursor{};
  /// Most elements to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// Variable of the document that has the number of elements of a page.
  std::string first_variable = "first";
  /// Elements per request, 1 to 1000.
  std::size_t page_size = 100;
  /// Where in `data` the list of elements is, names with dots between them, such as "data" or
  /// "project.members". Empty: the one list in it.
  std::string path{};
  /// Number of elements to skip.
  std::size_t skip = 0;
  /// Variable of the document that has the number of elements before the page.
  std::string skip_variable = "skip";
};

/// Elements that came in one answer.
struct JsonPage {
  std::string cursor{};  ///< Where the reading goes on behind this page.
  Json data{};           ///< Member `data` of the answer.
  Json elements{};       ///< The list, 1 element or more.
};

namespace detail {
class JsonPageStream;
}

/// Pages of a paged query, one request after the other, each sent when it is read. A single-pass input range.
/// It ends with a page that has fewer elements than were asked for. Not thread-safe; keeps the connection of
/// its client alive.
class KILI_EXPORT JsonPages {
 public:
  class KILI_EXPORT Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = JsonPage;
    using iterator_concept = std::input_iterator_tag;

    Iterator() noexcept = default;
    [[nodiscard]] const JsonPage& operator*() const noexcept;
    [[nodiscard]] const JsonPage* operator->() const noexcept { return &**this; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    [[nodiscard]] friend bool operator==(const Iterator& it, std::default_sentinel_t) noexcept {
      return it.at_end();
    }

   private:
    friend class JsonPages;
    explicit Iterator(detail::JsonPageStream* stream) noexcept : stream_(stream) {}
    [[nodiscard]] bool at_end() const noexcept;

    detail::JsonPageStream* stream_ = nullptr;
  };

  explicit JsonPages(std::unique_ptr<detail::JsonPageStream> stream) noexcept;
  JsonPages(JsonPages&&) noexcept;
  JsonPages& operator=(JsonPages&&) noexcept;
  JsonPages(const JsonPages&) = delete;
  JsonPages& operator=(const JsonPages&) = delete;
  ~JsonPages();

  /// Sends the first request. May be called once.
  /// @throws everything that Client::execute() throws; ValidationError when the answer has no list at `path`.
  [[nodiscard]] Iterator begin();
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }
  /// Where the reading goes on behind the pages that were delivered so far; also after an error.
  [[nodiscard]] std::string cursor() const;

 private:
  std::unique_ptr<detail::JsonPageStream> stream_;
};

}  // namespace v0_1
}  // namespace kili
