#include "inputs.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kili::fuzz {
namespace {

using namespace std::string_view_literals;

std::string content_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// With the bytes that \xNN stands for.
std::string unescaped_seed(std::string_view text) {
  std::string result;
  constexpr std::size_t escape_size = 4;
  while (!text.empty()) {
    unsigned char byte = 0;
    const char* const digits = text.data() + 2;
    if (text.size() >= escape_size && text.starts_with("\\x") &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      result += static_cast<char>(byte);
      text.remove_prefix(escape_size);
    } else {
      result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

void add_seeds(const std::string& content, std::vector<std::string>& inputs) {
  constexpr std::string_view mark = "%%\n";
  if (!content.starts_with(mark)) throw std::runtime_error("a file of seeds begins with a line \"%%\"");
  std::string_view rest = std::string_view(content).substr(mark.size());
  for (;;) {
    const auto end = rest.starts_with(mark) ? 0 : rest.find("\n%%\n");
    if (end == std::string_view::npos) break;
    inputs.push_back(unescaped_seed(rest.substr(0, end)));
    rest.remove_prefix(end == 0 && rest.starts_with(mark) ? mark.size() : end + 1 + mark.size());
  }
  if (rest.ends_with('\n')) rest.remove_suffix(1);
  inputs.push_back(unescaped_seed(rest));
}

/// One change.
void change_once(std::string& input, const std::vector<std::string>& inputs, std::mt19937_64& random) {
  const auto below = [&random](std::size_t end) {
    return end == 0 ? 0 : static_cast<std::size_t>(random() % end);
  };
  constexpr std::string_view strange =
      "\0\n\r\t \"'\\/{}[]()<>%&?#@:;,.-+*=0189aeAZ\x7f\x80\xbf\xc3\xe2\xef\xff"sv;
  const std::size_t at = below(input.size() + 1);
  const std::size_t length = std::min(below(16) + 1, input.size() - at);
  switch (below(8)) {
    case 0:
      if (at < input.size()) input[at] = static_cast<char>(random());
      break;
    case 1:
      if (at < input.size())
        input[at] = static_cast<char>(static_cast<unsigned char>(input[at]) ^ (1U << below(8)));
      break;
    case 2:
      input.insert(at, 1, strange[below(strange.size())]);
      break;
    case 3:
      input.erase(at, length);
      break;
    case 4: {
      const std::string piece = input.substr(at, length);
      for (std::size_t times = below(8) + 1; times > 0; --times) input.insert(at, piece);
      break;
    }
    case 5:
      input.resize(at);
      break;
    case 6: {
      const std::string& other = inputs[below(inputs.size())];
      const std::size_t from = below(other.size() + 1);
      input.insert(at, other.substr(from, below(64)));
      break;
    }
    default:
      input.replace(at, length, std::to_string(random() >> below(64)));
      break;
  }
}

}  // namespace

std::vector<std::string> read_inputs(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() != ".dict") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> inputs;
  for (const auto& file : files) {
    const std::string content = content_of_file(file);
    if (file.extension() == ".seeds") {
      add_seeds(content, inputs);
    } else {
      inputs.push_back(content);
    }
  }
  if (inputs.empty()) throw std::runtime_error("no inputs in " + folder.string());
  return inputs;
}

std::string changed_input(const std::vector<std::string>& inputs, std::mt19937_64& random) {
  constexpr std::size_t longest = std::size_t{16} * 1024;
  std::string input = inputs[random() % inputs.size()];
  for (auto times = random() % 4 + 1; times > 0; --times) change_once(input, inputs, random);
  input.resize(std::min(input.size(), longest));
  return input;
}

}  // namespace kili::fuzz
