#pragma once

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/sandbox.hpp"

namespace kili::sandbox {

/// The command line of kili-sandbox.
struct ProgramOptions {
  struct AssetsToAdd {
    std::string project_title;
    std::size_t count = 0;
  };

  struct UserToAdd {
    std::string email;
    std::string firstname;
    std::string lastname;
  };

  std::vector<AssetsToAdd> assets;
  std::vector<SandboxFault> faults;
  std::vector<std::filesystem::path> fixtures;
  bool help = false;
  std::string organization;
  std::vector<SandboxProject> projects;
  std::filesystem::path ready_file;
  std::filesystem::path request_log;
  SandboxOptions sandbox;
  std::vector<nlohmann::json> settings;  ///< For Sandbox::configure().
  std::vector<UserToAdd> users;
  bool version = false;
};

/// An invalid command line; the message names the option.
class OptionError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// @throws OptionError.
[[nodiscard]] ProgramOptions parse_options(const std::vector<std::string>& arguments);
/// The text of --help.
[[nodiscard]] std::string usage();

}  // namespace kili::sandbox
