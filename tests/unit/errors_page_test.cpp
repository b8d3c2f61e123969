// The page of errors has every public class of errors, with the exit code that the command has for it.

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <type_traits>

#include "cli/exit_codes.hpp"
#include "kili/kili.hpp"
#include "test_folder.hpp"

namespace {

/// Class and base of all classes of the public headers that derive from kili::Error.
std::map<std::string, std::string> public_errors() {
  std::map<std::string, std::string> bases;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(KILI_TESTS_DIR "/../include/kili")) {
    if (entry.path().extension() != ".hpp") continue;
    const std::string header = kili::test::read_file(entry.path().string());
    const std::regex declaration(R"(class KILI_EXPORT (\w+)(?: final)? : public (?:std::)?(\w+) \{)");
    for (std::sregex_iterator each(header.begin(), header.end(), declaration), end; each != end; ++each) {
      bases[(*each)[1]] = (*each)[2];
    }
  }
  const auto is_error = [&bases](std::string name) {
    while (bases.contains(name) && name != "Error") name = bases.at(name);
    return name == "Error";
  };
  std::map<std::string, std::string> errors;
  for (const auto& [name, base] : bases) {
    if (is_error(name)) errors[name] = base;
  }
  return errors;
}

/// The last column of the row of a class.
std::string exit_code_shown(const std::string& page, const std::string& name) {
  const auto row = page.find("| `" + name + "` |");
  if (row == std::string::npos) return "no row";
  const std::string line = page.substr(row, page.find('\n', row) - row);
  const auto begin = line.rfind('|', line.size() - 2) + 2;
  return line.substr(begin, line.size() - 2 - begin);
}

std::string errors_page() { return kili::test::read_file(KILI_TESTS_DIR "/../docs/errors.md"); }

/// Exit code of a class that is made of a message.
template <typename Class>
std::string exit_code_made() {
  if constexpr (std::is_same_v<Class, kili::TransportError>) {
    return std::to_string(kili::cli::exit_code_of(Class(kili::TransportFailure::bad_request, "message")));
  } else {
    return std::to_string(kili::cli::exit_code_of(Class("message")));
  }
}

}  // namespace

TEST_CASE("the page of errors has every public class of errors, once") {
  const std::string page = errors_page();
  const auto errors = public_errors();
  CHECK(errors.size() > 30);
  for (const auto& [name, base] : errors) {
    INFO(name);
    const auto row = page.find("| `" + name + "` |");
    CHECK(row != std::string::npos);
    CHECK(page.find("| `" + name + "` |", row + 1) == std::string::npos);
  }
}

TEST_CASE("the page of errors has the exit codes of the command") {
  const std::map<std::string, std::string> made = {
      {"AuthenticationError", exit_code_made<kili::AuthenticationError>()},
      {"Cancelled", exit_code_made<kili::Cancelled>()},
      {"ConnectionError", exit_code_made<kili::ConnectionError>()},
      {"DeadlineExceeded", exit_code_made<kili::DeadlineExceeded>()},
      {"DeprecatedArgumentError", exit_code_made<kili::DeprecatedArgumentError>()},
      {"DownloadNotAllowedError", exit_code_made<kili::DownloadNotAllowedError>()},
      {"Error", exit_code_made<kili::Error>()},
      {"ExportLossError", exit_code_made<kili::ExportLossError>()},
      {"FieldError", exit_code_made<kili::FieldError>()},
      {"FileError", exit_code_made<kili::FileError>()},
      {"FileWriteError", exit_code_made<kili::FileWriteError>()},
      {"GraphQLError", exit_code_made<kili::GraphQLError>()},
      {"HttpError", exit_code_made<kili::HttpError>()},
      {"ImportValidationError", exit_code_made<kili::ImportValidationError>()},
      {"IncompatibleArgumentsError", exit_code_made<kili::IncompatibleArgumentsError>()},
      {"JournalMismatchError", exit_code_made<kili::JournalMismatchError>()},
      {"MimeTypeError", exit_code_made<kili::MimeTypeError>()},
      {"MissingArgumentError", exit_code_made<kili::MissingArgumentError>()},
      {"MissingPropertyError", exit_code_made<kili::MissingPropertyError>()},
      {"MutationError", exit_code_made<kili::MutationError>()},
      {"NotCompatibleInputTypeError", exit_code_made<kili::NotCompatibleInputTypeError>()},
      {"NotCompatibleOptionsError", exit_code_made<kili::NotCompatibleOptionsError>()},
      {"NotExportableAssetError", exit_code_made<kili::NotExportableAssetError>()},
      {"NotFoundError", exit_code_made<kili::NotFoundError>()},
      {"TransportError", exit_code_made<kili::TransportError>()},
      {"UnsupportedByServiceError", exit_code_made<kili::UnsupportedByServiceError>()},
      {"UploadForbiddenError", exit_code_made<kili::UploadForbiddenError>()},
      {"UsedAfterForkError", exit_code_made<kili::UsedAfterForkError>()},
      {"ValidationError", exit_code_made<kili::ValidationError>()},
  };
  const std::string page = errors_page();
  for (const auto& [name, code] : made) {
    INFO(name);
    CHECK(exit_code_shown(page, name) == code);
  }
  // Errors of labels are made with a place, but have one code.
  const std::string of_labels = std::to_string(kili::cli::exit_code_of(kili::ErrorCode::label_mismatch));
  for (const auto& [name, base] : public_errors()) {
    INFO(name);
    if (base == "LabelError") {
      CHECK(exit_code_shown(page, name) == of_labels);
    } else {
      CHECK((name == "LabelError" || name == "ImportError" || made.contains(name)));
    }
  }
  CHECK(exit_code_shown(page, "LabelError") == of_labels);
  CHECK(exit_code_shown(page, "ImportError") == std::to_string(kili::cli::exit_code::incomplete));
}
