#include "observers/line_file.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili::observers {

LineFile::LineFile(const std::filesystem::path& path) {
  std::error_code error;
  file_ = support::File::open(path,
                              {.access = support::FileAccess::write,
                               .append = true,
                               .creation = support::FileCreation::if_missing,
                               .rights = support::FileRights::owner},
                              error);
  if (error) {
    throw FileWriteError(fmt::format("{} cannot be opened to write to it: {}; give the path of a file",
                                     support::shown_path(path.string()), error.message()));
  }
}

std::error_code LineFile::append(std::string_view line) {
  const std::error_code error = is_in_line_ ? file_.write(std::string("\n").append(line)) : file_.write(line);
  is_in_line_ = error.operator bool();
  return error;
}

}  // namespace kili::observers
