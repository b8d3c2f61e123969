#pragma once

/// @file
/// The classes of an answer or annotation.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/owned.hpp"

namespace kili {
inline namespace v0_1 {

class ParsedJobs;

namespace detail {
struct LabelAccess;

/// A number, written in the same form as it was read.
struct Number {
  enum class Form : std::uint8_t {
    absent,
    boolean,  ///< Python treats true as 1.
    floating,
    integer
  };
  std::int64_t integer = 0;
  double value = 0;
  Form form = Form::absent;
};
}  // namespace detail

/// A chosen class of a job.
class KILI_EXPORT Category {
 public:
  Category(const Category&);
  Category(Category&&) noexcept;
  Category& operator=(const Category&);
  Category& operator=(Category&&) noexcept;
  ~Category();

  /// The name in labels, for example "CATEGORY_A".
  [[nodiscard]] const std::string& name() const noexcept { return definition_->name; }
  /// The name shown to people, from the interface, for example "Category A".
  [[nodiscard]] const std::string& display_name() const noexcept { return *definition_->display_name; }
  /// Confidence, usually 0 to 100. @throws MissingValueError
  [[nodiscard]] double confidence() const;
  [[nodiscard]] bool has_confidence() const noexcept;
  /// Answers to the jobs below this class. @throws MissingValueError
  [[nodiscard]] const ParsedJobs& children() const;
  [[nodiscard]] ParsedJobs& children();
  [[nodiscard]] bool has_children() const noexcept { return static_cast<bool>(children_); }

  /// Chooses another class. @throws InvalidMutationError the job does not offer it.
  void set_name(std::string_view name);
  /// The same by the name shown to people. @throws InvalidMutationError the job does not offer it, or offers
  /// two classes of the same name.
  void set_display_name(std::string_view display_name);
  void set_confidence(double confidence);
  /// Replaces the answers below this class. @param children answers by job name, an object.
  /// @throws what reading a label throws.
  void set_children(const nlohmann::json& children);

  /// The category as JSON.
  [[nodiscard]] nlohmann::json as_dict() const;

 private:
  friend struct detail::LabelAccess;
  Category(const JobInterface& job, const CategoryInterface& definition) noexcept;
  void check_has_children() const;

  const JobInterface* job_;
  const CategoryInterface* definition_;
  detail::Number confidence_;
  detail::Owned<ParsedJobs> children_;
};

/// The chosen classes of an answer or annotation.
class KILI_EXPORT CategoryList {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  /// @throws LabelIndexError
  [[nodiscard]] const Category& operator[](std::size_t index) const;
  [[nodiscard]] Category& operator[](std::size_t index);
  [[nodiscard]] auto begin() const noexcept { return items_.begin(); }
  [[nodiscard]] auto end() const noexcept { return items_.end(); }
  [[nodiscard]] auto begin() noexcept { return items_.begin(); }
  [[nodiscard]] auto end() noexcept { return items_.end(); }

  /// Adds a class.
  /// @throws InvalidMutationError the job does not offer it, takes no more, or it is chosen already.
  void add_category(std::string_view name, std::optional<double> confidence = std::nullopt);
  /// The same with answers below the class. @param children answers by job name, an object.
  void add_category(std::string_view name, std::optional<double> confidence, const nlohmann::json& children);

  /// The categories as JSON, an array.
  [[nodiscard]] nlohmann::json as_list() const;

 private:
  friend struct detail::LabelAccess;
  explicit CategoryList(const JobInterface& job) noexcept : job_(&job) {}
  void append(Category&& category);

  const JobInterface* job_;
  std::vector<Category> items_;
  bool present_ = false;  // written to JSON although empty
};

}  // namespace v0_1
}  // namespace kili
