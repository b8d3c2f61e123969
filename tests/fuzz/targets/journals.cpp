#include "use_cases/assets/importing/import_journal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "kili/errors.hpp"
#include "support/text_hash.hpp"

namespace kili::fuzz {
namespace {

using use_cases::ImportJournal;

/// A folder in memory where there is one, gone at the end.
class JournalFolder {
 public:
  JournalFolder() {
    std::string pattern =
        std::filesystem::is_directory("/dev/shm") ? "/dev/shm/kili-fuzz-XXXXXX" : "/tmp/kili-fuzz-XXXXXX";
    require(::mkdtemp(pattern.data()) != nullptr, "there is a folder for journals");
    path_ = pattern;
  }
  ~JournalFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  JournalFolder(const JournalFolder&) = delete;
  JournalFolder& operator=(const JournalFolder&) = delete;

  [[nodiscard]] std::string journal() const { return path_ + "/journal"; }

 private:
  std::string path_;
};

std::string file_content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A journal with these records, each with its checksum, so that they are looked at.
std::string journal_of(std::string_view records) {
  std::string text = "kili import journal 1\n";
  while (!records.empty()) {
    const auto record = take_until(records, "\n");
    text += fmt::format("{:08x} {}\n", support::hash_of(record).high & 0xffffffffU, record);
  }
  return text;
}

void open_twice(const std::string& path, std::optional<std::size_t> rows) {
  constexpr std::size_t looked_at = 8;
  ImportJournal::Accepted accepted;
  std::string finished;
  const auto open = [&](bool again) {
    ImportJournal journal(path, "project", rows);
    std::string now;
    for (std::size_t i = 0; i < looked_at; ++i) now += journal.is_finished(i) ? '1' : '0';
    if (again) {
      require(journal.accepted() == accepted && now == finished,
              "a journal that is opened again tells the same");
      const std::size_t first = 0;
      journal.note_finished({&first, 1}, ImportJournal::State::created);
      journal.note_complete();
    }
    accepted = journal.accepted();
    finished = now;
  };
  if (!parses<Error>([&] { open(false); })) return;
  const std::string content = file_content(path);
  require(content.starts_with("kili import journal 1\n") && content.ends_with('\n'),
          "a journal that is open ends in a whole line");
  open(true);
  ImportJournal last(path, "project", rows);
}

}  // namespace

/// A file, or what begins otherwise: records to which checksums are added.
void fuzz_journals(std::string_view input) {
  static const JournalFolder folder;
  const std::string content = input.starts_with("kili") ? std::string(input) : journal_of(input);
  const bool is_range = input.find("null") != std::string_view::npos;
  std::ofstream(folder.journal(), std::ios::binary | std::ios::trunc) << content;
  open_twice(folder.journal(), is_range ? std::nullopt : std::optional<std::size_t>(2));
}

}  // namespace kili::fuzz
