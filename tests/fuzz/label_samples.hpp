#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "kili/labels/ontology.hpp"

namespace kili::fuzz {

/// Answers to begin with, and the interface that they fit.
struct Sample {
  Ontology ontology;
  std::string json_response;
};

/// The labels of the recorded cases below the folder whose interface can be read.
[[nodiscard]] std::vector<Sample> read_samples(const std::filesystem::path& folder);

/// Something like the text: values replaced, removed, repeated and moved, or bytes changed.
[[nodiscard]] std::string mutate(const std::string& text, std::mt19937_64& random);

}  // namespace kili::fuzz
