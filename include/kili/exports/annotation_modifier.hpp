#pragma once

/// @file
/// A callable that changes the annotations of a COCO export.

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "kili/export.hpp"
#include "kili/json.hpp"

namespace kili {
inline namespace v0_1 {

/// Changes annotations of COCO files: any callable that takes the annotation as COCO has it, its image as
/// COCO has it, and the annotation as Kili has it, each a `const Json&`, and returns what converts to `Json`,
/// the annotation to write, an object. What it throws ends the export. Copies share the callable.
class KILI_EXPORT AnnotationModifier {
 public:
  /// Not given: annotations stay as they are.
  AnnotationModifier() noexcept = default;
  template <typename Callable>
  requires(
      !std::same_as<std::remove_cvref_t<Callable>, AnnotationModifier> &&
      std::invocable<std::remove_cvref_t<Callable>&, const Json&, const Json&, const Json&> &&
      std::convertible_to<
          std::invoke_result_t<std::remove_cvref_t<Callable>&, const Json&, const Json&, const Json&>, Json>)
      AnnotationModifier(Callable&& callable)  // NOLINT(google-explicit-constructor): it is the modifier
      : modifier_(std::make_shared<Held<std::remove_cvref_t<Callable>>>(std::forward<Callable>(callable))) {}

  [[nodiscard]] explicit operator bool() const noexcept { return modifier_ != nullptr; }
  /// @throws what the callable throws.
  [[nodiscard]] Json operator()(const Json& coco_annotation, const Json& coco_image,
                                const Json& kili_annotation) const {
    return modifier_->call(coco_annotation, coco_image, kili_annotation);
  }

 private:
  struct Modifier {
    Modifier() = default;
    Modifier(const Modifier&) = delete;
    Modifier& operator=(const Modifier&) = delete;
    virtual ~Modifier() = default;
    virtual Json call(const Json& annotation, const Json& image, const Json& kili_annotation) = 0;
  };
  template <typename Callable>
  struct Held final : Modifier {
    template <typename Given>
    explicit Held(Given&& given) : callable(std::forward<Given>(given)) {}
    Json call(const Json& annotation, const Json& image, const Json& kili_annotation) override {
      return callable(annotation, image, kili_annotation);
    }
    Callable callable;
  };

  std::shared_ptr<Modifier> modifier_;
};

}  // namespace v0_1
}  // namespace kili
