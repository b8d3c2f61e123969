#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "kili/sandbox.hpp"

namespace kili::benchmark {

/// The sandbox in a child process, so that the memory measured is the client's alone.
class SandboxProcess {
 public:
  SandboxProcess(std::size_t assets, std::chrono::milliseconds latency) {
    int pipes[2] = {-1, -1};
    if (pipe(pipes) != 0) throw std::runtime_error("no pipe");
    child_ = fork();
    if (child_ == 0) {
      Sandbox sandbox;
      const auto project = sandbox.add_project({.title = "benchmark"});
      sandbox.add_plain_assets(project, assets);
      sandbox.set_latency(latency);
      const std::string line = sandbox.endpoint() + " " + project + "\n";
      if (write(pipes[1], line.data(), line.size()) < 0) _exit(1);
      for (;;) pause();
    }
    FILE* reader = fdopen(pipes[0], "r");
    char endpoint_text[200] = {};
    char project_text[200] = {};
    if (std::fscanf(reader, "%199s %199s", endpoint_text, project_text) != 2)
      throw std::runtime_error("no sandbox");
    std::fclose(reader);
    endpoint = endpoint_text;
    project_id = project_text;
  }
  ~SandboxProcess() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
  }
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

  std::string endpoint;
  std::string project_id;

 private:
  pid_t child_ = -1;
};

}  // namespace kili::benchmark
