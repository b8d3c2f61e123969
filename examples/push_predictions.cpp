// Pushes the predictions of a model into a project, line by line: the file need not fit into memory.
//
//   push_predictions PROJECT_ID MODEL_NAME FILE
//
// Each line of the file is a JSON object with "externalId" and "jsonResponse".

#include <fstream>
#include <iostream>
#include <istream>
#include <ranges>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"

namespace {

struct Line : std::string {
  friend std::istream& operator>>(std::istream& stream, Line& line) { return std::getline(stream, line); }
};

kili::NewLabel prediction_of(const Line& line) {
  const auto prediction = nlohmann::json::parse(static_cast<const std::string&>(line));
  return {.external_id = prediction.at("externalId").get<std::string>(),
          .json_response = prediction.at("jsonResponse")};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: push_predictions PROJECT_ID MODEL_NAME FILE\n";
    return 2;
  }
  try {
    const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
    std::ifstream file(argv[3]);
    auto predictions = std::views::istream<Line>(file) | std::views::transform(prediction_of);
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
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
