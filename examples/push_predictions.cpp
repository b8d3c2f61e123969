// Pushes the predictions of a model into a project.
//
//   push_predictions PROJECT_ID MODEL_NAME FILE
//
// Each line of the file is a JSON object with "externalId" and "jsonResponse".

#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"

namespace {

/// The predictions of a file, one line after the other: the file need not fit into memory.
class Predictions {
 public:
  explicit Predictions(const char* path) : file_(path) {}

  class Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = kili::NewLabel;
    explicit Iterator(std::ifstream& file) : file_(&file) { ++*this; }
    const kili::NewLabel& operator*() const { return label_; }
    Iterator& operator++() {
      std::string line;
      ended_ = !std::getline(*file_, line);
      if (ended_) return *this;
      const auto prediction = nlohmann::json::parse(line);
      label_ = {.external_id = prediction.at("externalId").get<std::string>(),
                .json_response = prediction.at("jsonResponse")};
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return ended_; }

   private:
    std::ifstream* file_;
    kili::NewLabel label_;
    bool ended_ = false;
  };

  Iterator begin() { return Iterator(file_); }
  static std::default_sentinel_t end() { return {}; }

 private:
  std::ifstream file_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: push_predictions PROJECT_ID MODEL_NAME FILE\n";
    return 2;
  }
  try {
    const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
    Predictions predictions(argv[3]);
    const auto created =
        client.create_predictions(argv[1], predictions, {.model_name = argv[2], .overwrite = true});
    std::cout << created.count << " predictions created\n";
    return 0;
  } catch (const kili::MutationError& error) {
    std::cerr << error.what() << '\n';
    for (const auto& label : error.assets()) {
      if (label.outcome == kili::MutationOutcome::failed) std::cerr << label.reason << '\n';
      if (label.outcome == kili::MutationOutcome::unknown) {
        std::cerr << "label " << label.index << " may be there: look before you send it again\n";
      }
    }
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
