// A program whose global object has a client, and uses it after main() has returned. Its arguments: the id
// of a project, and "live" (main() uses the client too), "new" (the destructor makes one more client),
// "async" (calls as futures, of which some are under way at the end) or
// "fork" (a child process, which has the global object too, ends before its parent).

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "kili/async.hpp"
#include "kili/kili.hpp"

namespace {

/// Calls that read, change, import and delete; what they say is put on one line.
std::string use(const kili::Client& client, const std::string& project_id, const std::string& name) {
  client.append_many_to_dataset(
      project_id,
      kili::AppendManyToDataset{.content_array = {"https://example.com/i.png"}, .external_id_array = {name}});
  const auto assets = client.assets(project_id, {.external_id_strictly_in = {name}}).to_vector();
  const std::string id(assets.at(0).id());
  client.add_metadata(
      {.asset_ids = {id}, .json_metadata = {nlohmann::json{{"when", name}}}, .project_id = project_id});
  client.change_asset_external_ids({.asset_ids = {id}, .new_external_ids = {name + " again"}});
  const auto table =
      client.assets(project_id, {.asset_id_in = {id}}, {.fields = {{"id", "externalId"}}}).to_table();
  const auto deleted = client.delete_many_from_dataset({.asset_ids = {id}, .project_id = project_id});
  return name + ": " + std::to_string(table.row_count()) + " asset, " +
         std::to_string(deleted.succeeded.size()) + " deleted, " +
         std::to_string(client.count_assets(project_id)) + " left";
}

class LastWords {
 public:
  ~LastWords() {
    if (!client) return;
    try {
      if (calls)
        std::puts(("async: " + std::to_string(calls->count_assets(project_id).get()) + " left").c_str());
      calls.reset();
      std::puts(use(*client, project_id, "inherited").c_str());
      if (makes_new) std::puts(use(kili::Client(), project_id, "new").c_str());
    } catch (const std::exception& error) {
      std::puts(error.what());
    }
    client.reset();
    std::puts("end");
    std::fflush(stdout);
  }

  std::optional<kili::async::Client> calls;
  std::optional<kili::Client> client;
  bool makes_new = false;
  std::string project_id;
};

LastWords last_words;

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  last_words.project_id = arguments[1];
  last_words.makes_new = std::string_view(arguments[2]) == "new";
  last_words.client.emplace();
  std::puts(use(*last_words.client, last_words.project_id, "main").c_str());
  std::fflush(stdout);
  if (std::string_view(arguments[2]) == "async") {
    last_words.calls.emplace(*last_words.client);
    for (int i = 0; i < 50; ++i) static_cast<void>(last_words.calls->count_assets(last_words.project_id));
  }
  if (std::string_view(arguments[2]) == "fork") {
    const pid_t child = ::fork();
    if (child != 0) ::waitpid(child, nullptr, 0);
  }
  return 0;
}
