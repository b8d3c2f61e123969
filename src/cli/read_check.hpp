#pragma once

#include <istream>
#include <string>

#include "kili/errors.hpp"

namespace kili::cli {

/// What comes to its end and what cannot be read look alike to who asks for the next line.
/// @throws FileError when a stream has ended because it cannot be read, as a folder cannot.
inline void require_read_to_end(const std::istream& stream, const std::string& name) {
  if (stream.bad()) throw FileError(name + " cannot be read to its end; give a file that can be read");
}

}  // namespace kili::cli
