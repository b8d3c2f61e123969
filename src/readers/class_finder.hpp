#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// What a file says about the shape of an object.
enum class FileShape {
  box,
  outline,  ///< A polygon or mask; where a job has boxes alone, the box around it is taken.
  point,
  line
};

/// A class of the interface.
struct ClassTarget {
  const CategoryInterface* category = nullptr;
  const JobInterface* job = nullptr;
};

/// Whether the job can have an object of this tool.
[[nodiscard]] bool has_tool(const JobInterface& job, AnnotationTool tool) noexcept;

/// Finds the job and class that a class of a file stands for: "JOB/CLASS", or "CLASS" when one job alone has
/// the class and a tool for the shape. A class is called by its name or by the name shown to people.
class ClassFinder {
 public:
  /// @param job the only job that is considered. @throws ValidationError the interface does not have it, or
  /// it detects no objects.
  ClassFinder(const Ontology& ontology, const std::optional<std::string>& job);

  /// Whether the interface has a job that detects objects.
  [[nodiscard]] static bool has_jobs(const Ontology& ontology) noexcept;

  /// @param hint name of a job that the file gives, preferred where it has the class; may be empty.
  /// @param problem set to the reason when there is none.
  [[nodiscard]] std::optional<ClassTarget> find(std::string_view name, FileShape shape, std::string_view hint,
                                                std::string& problem);

 private:
  struct Found {
    std::optional<ClassTarget> target;
    std::string problem;
  };
  [[nodiscard]] Found look_up(std::string_view name, FileShape shape, std::string_view hint) const;
  [[nodiscard]] std::string unknown(std::string_view name) const;

  std::vector<const JobInterface*> jobs_;
  std::map<std::pair<std::string, FileShape>, Found> found_;  // of files there are few classes
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
