#pragma once

#include <string>

namespace kili::api {

/// A user of the service.
struct User {
  std::string email;
  std::string id;
};

}  // namespace kili::api
