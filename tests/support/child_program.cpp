#include "child_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace kili::test {
namespace {

/// Two ends, which other programs that are started do not inherit.
std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

void write_all(int end, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const auto written = ::write(end, text.data() + done, text.size() - done);
    if (written <= 0) return;  // the program reads no more
    done += static_cast<std::size_t>(written);
  }
}

}  // namespace

ChildProgram::ChildProgram(const std::string& program, const ChildProgramOptions& options) {
  std::vector<std::string> arguments{program};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = options.environment;
  const auto input = make_pipe();
  const auto output = make_pipe();

  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  if (options.discards_errors) {
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }
  if (!options.folder.empty()) ::posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
  const int error = ::posix_spawn(&process_, program.c_str(), &actions, nullptr,
                                  pointers_to(arguments).data(), pointers_to(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(input[0]);
  ::close(output[1]);
  output_ = output[0];
  if (error == 0) write_all(input[1], options.input);
  ::close(input[1]);
  if (error != 0) {
    ::close(output_);
    throw std::runtime_error("cannot run " + program + ": " + std::strerror(error));
  }
}

ChildProgram::~ChildProgram() {
  ::close(output_);
  if (!has_ended_) kill();
}

std::string ChildProgram::read(std::size_t count) {
  std::string text;
  std::array<char, 65536> chunk{};
  while (text.size() < count) {
    const auto got = ::read(output_, chunk.data(), std::min(chunk.size(), count - text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(chunk.data(), static_cast<std::size_t>(got));
  }
  return text;
}

std::string ChildProgram::read_all() { return read(std::string::npos); }

void ChildProgram::signal(int number) const {
  if (!has_ended_) ::kill(process_, number);
}

void ChildProgram::kill() {
  signal(SIGKILL);
  wait();
}

bool ChildProgram::is_running() {
  int status = 0;
  if (!has_ended_ && ::waitpid(process_, &status, WNOHANG) == process_) note_end(status);
  return !has_ended_;
}

int ChildProgram::wait() {
  int status = 0;
  if (!has_ended_ && ::waitpid(process_, &status, 0) == process_) note_end(status);
  return exit_status_;
}

void ChildProgram::note_end(int status) {
  has_ended_ = true;
  exit_status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace kili::test
