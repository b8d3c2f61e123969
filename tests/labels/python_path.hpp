#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace kili::label_cases {

/// A path or statement that is none; the case is wrong, not the library.
class PathError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Arguments of a call.
struct PathArguments {
  std::vector<nlohmann::json> positional{};
  std::vector<std::pair<std::string, nlohmann::json>> named{};
};

/// One step of a path.
struct PathStep {
  enum class Kind {
    attribute,  ///< .name
    index,      ///< [literal]
    call        ///< (literal, name=literal)
  };
  Kind kind = Kind::attribute;
  std::string name{};
  nlohmann::json index{};
  PathArguments arguments{};
};

/// A path in Python's notation, for example `jobs["JOB"].annotations[0].mid`, `len(jobs["JOB"].categories)`,
/// `to_dict()["id"]`. It may begin with `label`.
struct Path {
  std::vector<std::string> functions;  ///< len, list: outermost first.
  std::vector<PathStep> steps;
};

/// A path, or an assignment `path = literal`.
struct Statement {
  Path path;
  std::optional<nlohmann::json> value;
};

/// @throws PathError
[[nodiscard]] Path parse_path(std::string_view text);
/// @throws PathError
[[nodiscard]] Statement parse_statement(std::string_view text);

}  // namespace kili::label_cases
