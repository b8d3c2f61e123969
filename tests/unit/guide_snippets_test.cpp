// The pieces of code of the guides that are not programs, as the guides show them: so they are compiled.

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kili/async.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "shown_code.hpp"
#include "test_folder.hpp"

namespace {

using kili::test::use;

template <typename Value>
void send(const Value&) {}
void report(const std::string&) {}

[[maybe_unused]] void read_and_change_a_label(const std::string& json_interface_text,
                                              const nlohmann::json& record) {
  const kili::Ontology ontology = kili::Ontology::parse(json_interface_text, kili::InputType::image);
  kili::ParsedLabel label(record, ontology);

  for (const kili::Annotation& annotation : label.jobs()["OBJECTS"].annotations()) {
    annotation.visit(kili::overloaded{
        [&](const kili::RectangleAnnotation& box) { use(box.bounding_poly()[0].normalized_vertices()); },
        [&](const kili::PolygonAnnotation& polygon) { use(polygon.bounding_poly()); }, [](const auto&) {}});
  }
  label.jobs()["CLASS"].add_category("CAR", 90);
  send(label.json_response());
}

[[maybe_unused]] void read_a_receipt(const std::string& path) {
  const kili::JournaledImport receipt = kili::read_import_journal(path);
  for (const kili::JournaledAsset& asset : receipt.assets) {
    if (asset.outcome != kili::JournaledOutcome::created) report(asset.external_id + " was not created");
  }
}

[[maybe_unused]] void build_frames(const kili::Ontology& film_ontology) {
  kili::LabelBuilder film(film_ontology, kili::ImageSize{1280, 720});
  const std::string mid =
      film.frame(0).add_box("VEHICLES", "CAR", {.x = 0, .y = 0, .width = 90, .height = 40}).mid();
  film.frame(1).add_box("VEHICLES", "CAR", {.x = 3, .y = 0, .width = 90, .height = 40},
                        {.is_key_frame = false, .mid = mid});
}

[[maybe_unused]] void check_a_label(const std::string& json_response, const kili::Ontology& ontology) {
  for (const kili::LabelFinding& finding : kili::check_label_text(json_response, ontology)) {
    if (finding.kind == kili::LabelFindingKind::error) report(finding.path + ": " + finding.message);
  }
}

[[maybe_unused]] void read_a_page(const kili::ParsedLabel& label) {
  for (const kili::Annotation& object : label.jobs()["STAMPS"].annotations()) {
    for (const kili::Annotation& place : object.annotations()) {
      const int page = place.page_number_array().front();
      for (const kili::BoundingPoly& shape : place.polys()) use(object.type(), page, shape.ring(0));
    }
  }
}

[[maybe_unused]] void write_coco(const kili::Client& client, const std::string& project,
                                 const kili::Ontology& ontology) {
  kili::CocoWriter coco(ontology);
  coco.add_all(client.assets(project, {},
                             {.download_media = true,
                              .fields = {"externalId", "content", "resolution.width", "resolution.height",
                                         "latestLabel.jsonResponse"},
                              .local_media_dir = "dataset/data"}));
  coco.write("dataset/labels.json");
  for (const std::string& loss : coco.skipped()) std::cerr << loss << '\n';
}

[[maybe_unused]] void change_members(const kili::Client& client, const std::string& project_id) {
  const kili::ProjectUser ann = client.append_to_roles(
      {.project_id = project_id, .role = kili::ProjectRole::reviewer, .user_email = "ann@example.com"});
  client.update_properties_in_project_user(
      {.project_id = project_id, .role = kili::ProjectRole::team_manager, .user_email = "ann@example.com"});
  for (const kili::ProjectUser& member : client.project_users(project_id)) {
    std::cout << member.user_email() << " is " << kili::to_string(member.role()) << '\n';
  }
  use(ann);
}

[[maybe_unused]] void change_users(const kili::Client& client, const std::string& first_password) {
  const kili::User me = client.get_current_user();
  const std::string user_id = client.create_user({.email = "eve@example.com",
                                                  .firstname = "Eve",
                                                  .organization_role = kili::OrganizationRole::user,
                                                  .password = first_password});
  client.update_properties_in_user({.email = "eve@example.com", .lastname = "Doe"});
  use(me, user_id);
}

[[maybe_unused]] void raise_issues(const kili::Client& client, const std::string& project_id,
                                   const std::vector<std::string>& label_ids) {
  const std::vector<std::string> issue_ids = client.create_issues(
      project_id,
      {.label_id_array = label_ids, .text_array = {"the box is too small", "which class is this?"}});
  for (const kili::Issue& issue : client.issues(project_id, {.status = kili::IssueStatus::open},
                                                {.fields = {"id", "assetId", "text"}})) {
    std::cout << issue.asset_id() << ": " << issue.text().value_or("") << '\n';
  }
  client.update_issue_status({.issue_id = issue_ids.front(), .status = kili::IssueStatus::solved});
}

[[maybe_unused]] void run_asynchronously(const kili::async::Client& client) {
  auto done = client.run([](const kili::Client& kili, const kili::CallOptions& options) {
    for (const kili::Asset& asset : kili.assets("project", {}, {}, options)) use(asset);
  });
  done.get();
}

struct Secret {
  std::chrono::system_clock::time_point expires_at{};
  std::string text{};
};
struct SecretStore {
  Secret secret;
  Secret read(std::string_view, bool) const { return secret; }
};
class Vault final : public kili::ApiKeyProvider {
 public:
  explicit Vault(SecretStore& store) : store_(store) {}

  kili::ApiKey key(bool refused) override {
    const Secret secret = store_.read("kili", /*from_cache=*/!refused);
    return {.expires_at = secret.expires_at, .key = secret.text};
  }

 private:
  SecretStore& store_;
};

[[maybe_unused]] void ask_a_vault(SecretStore& store) {
  const kili::Client client({.api_key_provider = std::make_shared<Vault>(store)});
}

[[maybe_unused]] void read_label_files(const kili::Ontology& ontology) {
  kili::YoloReader labels("dataset", ontology, {.external_id = [](std::string_view name) {
                            return "camera-1/" + std::string(name);
                          }});
}

[[maybe_unused]] void start_a_sandbox(const std::string& text) {
  kili::Sandbox sandbox;  // a free port of 127.0.0.1
  const std::string project = sandbox.load_fixture_text(text);
  // Give sandbox.endpoint() and sandbox.api_key() to the program: KILI_API_ENDPOINT, KILI_API_KEY.
  use(project);
}

}  // namespace

TEST_CASE("every piece of C++ of the guides is compiled: a program, or a part of one") {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(KILI_TESTS_DIR).parent_path();
  std::vector<fs::path> pages = {root / "README.md", root / "SECURITY.md"};
  std::vector<fs::path> compiled = {root / "tests/unit/guide_snippets_test.cpp",
                                    root / "tests/unit/labels_documentation_test.cpp"};
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  for (const auto& entry : fs::directory_iterator(root / "examples")) {
    if (entry.path().extension() == ".cpp") compiled.push_back(entry.path());
  }
  std::vector<std::string> sources;
  for (const auto& file : compiled) {
    sources.push_back(kili::test::without_spaces(kili::test::read_file(file)));
  }
  std::size_t count = 0;
  for (const auto& page : pages) {
    for (const std::string& block : kili::test::code_blocks(kili::test::read_file(page))) {
      const std::string code = kili::test::without_spaces(block);
      INFO(page << ":\n" << block);
      CHECK(std::any_of(sources.begin(), sources.end(), [&code](const std::string& source) {
        return source.find(code) != std::string::npos;
      }));
      ++count;
    }
  }
  CHECK(count > 40);
}
