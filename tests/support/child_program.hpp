#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace kili::test {

/// How a program is started. Its environment is what is given, and nothing else.
struct ChildProgramOptions {
  std::vector<std::string> arguments{};    ///< Without the name of the program.
  std::vector<std::string> environment{};  ///< NAME=value.
  std::string folder{};                    ///< In which it works; empty: in that of the test.
  std::string input{};                     ///< What it reads from its standard input.
  bool discards_errors = false;            ///< What it writes to its standard error is not shown.
};

/// A program that runs beside the test. It is started without fork(): the child process of a test that has
/// threads could wait for ever for what one of them held, the locks of AddressSanitizer's allocator for
/// instance.
class ChildProgram {
 public:
  /// @throws std::runtime_error when it cannot be started.
  explicit ChildProgram(const std::string& program, const ChildProgramOptions& options);
  /// Kills it when it still runs.
  ~ChildProgram();
  ChildProgram(const ChildProgram&) = delete;
  ChildProgram& operator=(const ChildProgram&) = delete;

  /// Reads so many bytes of its standard output, or fewer when the output ends before.
  std::string read(std::size_t count);
  /// Reads the rest of its standard output.
  std::string read_all();
  void signal(int number) const;
  /// Ends it with SIGKILL.
  void kill();
  [[nodiscard]] bool is_running();
  /// Waits for its end. @return its exit status, or 128 and the number of the signal that ended it.
  int wait();

 private:
  void note_end(int status);

  pid_t process_ = -1;
  int output_ = -1;
  int exit_status_ = -1;
  bool has_ended_ = false;
};

}  // namespace kili::test
