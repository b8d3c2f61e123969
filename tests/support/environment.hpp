#pragma once

#include <cstdlib>
#include <string>

namespace kili::test {

/// Sets an environment variable for a while.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* const former = std::getenv(name)) {
      had_value_ = true;
      former_ = former;
    }
    setenv(name, value.c_str(), 1);
  }
  ~Environment() {
    if (had_value_) {
      setenv(name_, former_.c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::string former_;
  bool had_value_ = false;
  const char* name_;
};

}  // namespace kili::test
