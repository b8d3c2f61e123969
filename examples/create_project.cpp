// Makes a project, finds it again by its title, changes it, tags it and puts it away.
//
//   create_project TITLE
//
// Key and endpoint come from KILI_API_KEY and KILI_API_ENDPOINT.

#include <fmt/format.h>

#include <kili/kili.hpp>
#include <string>
#include <vector>

namespace {

constexpr const char* interface_text = R"({
  "jobs": {
    "WEATHER": {
      "mlTask": "CLASSIFICATION", "required": 1, "isChild": false, "instruction": "What is the weather like?",
      "content": {"input": "radio", "categories": {
        "SUN": {"name": "Sun", "children": []},
        "RAIN": {"name": "Rain", "children": []}}}
    },
    "CARS": {
      "mlTask": "OBJECT_DETECTION", "tools": ["rectangle"], "required": 0, "isChild": false,
      "instruction": "Draw a box around each car",
      "content": {"input": "radio", "categories": {"CAR": {"name": "Car", "children": [], "color": "#0755FF"}}}
    }
  }
})";

void run(const std::string& title) {
  const kili::Client kili;

  const kili::Tag tag = kili.create_tag({.color = "#0755FF", .name = title + " tag"});
  const std::string id = kili.create_project({.description = "Streets in all weathers",
                                              .input_type = kili::InputType::image,
                                              .json_interface = kili::Json::parse(interface_text),
                                              .title = title});

  const kili::Project project = kili.find_project_by_title(title);
  fmt::print("{} has the jobs", project.title());
  for (const kili::JobInterface& job : project.ontology().jobs()) fmt::print(" {}", job.name());
  fmt::print("\n");

  kili.update_properties_in_project({.consensus_tot_coverage = 20,
                                     .instructions = "https://example.com/how-to-label.pdf",
                                     .min_consensus_size = 2,
                                     .project_id = id,
                                     .review_coverage = 50});
  kili.tag_project({.project_id = id, .tag_ids = {std::string(tag.id())}});
  const kili::ProjectFilters tagged{.tags_in = {std::string(tag.label())}};
  fmt::print("{} project has the tag\n", kili.count_projects(tagged));

  kili.archive_project(id);
  fmt::print("{} archived project has the tag\n",
             kili.count_projects({.archived = true, .tags_in = tagged.tags_in}));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 1) {
    fmt::print(stderr, "usage: create_project TITLE\n");
    return 2;
  }
  try {
    run(arguments[0]);
  } catch (const kili::Error& error) {
    fmt::print(stderr, "{}: {}\n", error.type(), error.what());
    return 1;
  }
  return 0;
}
