#include <catch2/catch.hpp>
#include <filesystem>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

/// Imports and gives back the variables of the one mutation that was sent.
json mutation_of(FakeService& service, const AppendManyToDataset& arguments) {
  FakeWorld world(service.handler());
  static_cast<void>(world.client().append_many_to_dataset("p", arguments));
  REQUIRE(service.mutations().size() == 1);
  return service.mutations().front()["data"];
}

/// Path of an upload below the folder of its asset.
std::string target_of(const FakeService::Upload& upload) {
  const auto begin = upload.url.find('/', upload.url.find("/assets/") + std::string("/assets/").size()) + 1;
  return upload.url.substr(begin, upload.url.find('?') - begin);
}

}  // namespace

TEST_CASE("a rich text is uploaded as it was given, its keys in order") {
  FakeService service("TEXT");
  const json data = mutation_of(
      service,
      {.json_content_array = {Json::parse(R"([{"children":[{"text":"é","id":"1","bold":true}]}])")}});
  CHECK(data["contentArray"] == json{""});
  CHECK(data["jsonContentArray"][0].get<std::string>().find("/jsonContent?") != std::string::npos);
  REQUIRE(service.uploads().size() == 1);
  CHECK(service.uploads()[0].body == R"([{"children": [{"text": "\u00e9", "id": "1", "bold": true}]}])");
  CHECK(service.uploads()[0].content_type == "text/plain; charset=utf-8");
  CHECK(service.count_of("organizations") == 0);
}

TEST_CASE("large images, wide ones, tiled formats and unreadable headers are imported asynchronously") {
  const TestFolder folder;
  const std::string large = folder.file("large.png", png());
  std::filesystem::resize_file(large, 30U << 20U);
  const std::string nearly = folder.file("nearly.png", png());
  std::filesystem::resize_file(nearly, (30U << 20U) - 1);
  FakeService service("IMAGE");
  FakeWorld world(service.handler());
  const std::vector<std::string> files{folder.file("small.png", png()),
                                       large,
                                       folder.file("wide.png", png(10'000, 3)),
                                       folder.file("high.png", png(3, 10'000)),
                                       nearly,
                                       folder.file("a.tiff", "II*"),
                                       folder.file("a.jp2", "jp2"),
                                       folder.file("a.ntf", "nitf"),
                                       folder.file("broken.png", "no picture")};
  const auto result = world.client().append_many_to_dataset("p", {.content_array = files});
  CHECK(result.asset_ids.size() == 2);
  CHECK(result.accepted.size() == 7);
  for (const auto& asset : result.accepted) CHECK(asset.outcome == ImportOutcome::created);
  const auto mutations = service.mutations();
  REQUIRE(mutations.size() == 2);
  const json& tiled = mutations[mutations[0]["data"].contains("uploadType") ? 0 : 1];
  CHECK(tiled["data"]["uploadType"] == "TILED_IMAGE");
  CHECK(tiled["data"]["contentArray"].size() == 7);
  CHECK_FALSE(tiled["data"].contains("isHoneypotArray"));
  CHECK(service.assets().size() == 9);
}

TEST_CASE("layers are uploaded each, and sent with what was given for them") {
  for (const std::string type : {"IMAGE", "GEOSPATIAL"}) {
    const TestFolder folder;
    FakeService service(type);
    const json data = mutation_of(
        service, {.json_content_array = {Json(json::array({{{"name", "osm"}}}))},
                  .multi_layer_content_array = {Json(
                      json::array({{{"path", folder.file("1.tif")}, {"name", "one"}, {"isBaseLayer", true}},
                                   {{"path", folder.file("2.tif")}, {"name", "two"}}}))}});
    CHECK(data["jsonContentArray"] == json{R"([{"name": "osm"}])"});
    CHECK_FALSE(data.contains("contentArray"));
    const json& layers = data["multiLayerContentArray"][0];
    REQUIRE(layers.size() == 2);
    CHECK(layers[0]["name"] == "one");
    CHECK(layers[0]["isBaseLayer"] == true);
    CHECK_FALSE(layers[0].contains("path"));
    CHECK(layers[1]["url"].get<std::string>().find(type == "IMAGE" ? "/content/1?" : "/content/1.tif?") !=
          std::string::npos);
    CHECK(service.uploads().size() == 2);
  }
}

TEST_CASE("images that are layers elsewhere need no upload") {
  FakeService service("IMAGE");
  const json data =
      mutation_of(service, {.json_content_array = {Json(json::array({{{"tileLayerUrl", "https://tile"}}}))}});
  CHECK(data["jsonContentArray"] == json{R"([{"tileLayerUrl": "https://tile"}])"});
  CHECK(data["contentArray"] == json{""});
  CHECK(service.count_of("organizations") == 0);
}

TEST_CASE("satellite images are always imported asynchronously from files, and as they are from URLs") {
  const TestFolder folder;
  FakeService local("GEOSPATIAL");
  CHECK(mutation_of(local, {.content_array = {folder.file("a.tif")}})["uploadType"] == "GEO_SATELLITE");
  CHECK(target_of(local.uploads()[0]) == "content.tif");
  FakeService hosted("GEOSPATIAL");
  CHECK(mutation_of(hosted, {.content_array = {"https://x/a.tif"}}).contains("isHoneypotArray"));
}

TEST_CASE("videos carry their processing parameters as given") {
  FakeService service("VIDEO");
  const json data = mutation_of(
      service,
      {.content_array = {"https://x/a.mp4", "https://x/b.mp4"},
       .json_metadata_array = {Json(ordered_json{{"z", 1}, {"a", 2}}),
                               Json(json{{"processingParameters", {{"framesPlayedPerSecond", 10}}}})}});
  CHECK(data["uploadType"] == "NATIVE_VIDEO");
  CHECK(data["jsonMetadataArray"] == json{R"({"z": 1, "a": 2, "processingParameters": {}})",
                                          R"({"processingParameters": {"framesPlayedPerSecond": 10}})"});
}

TEST_CASE("videos to cut into frames are sent as such, and not together with others") {
  const auto native = [](bool value) {
    return Json(json{{"processingParameters", {{"shouldUseNativeVideo", value}}}});
  };
  FakeService service("VIDEO");
  CHECK(mutation_of(service, {.content_array = {"https://x/a.mp4"},
                              .json_metadata_array = {native(false)}})["uploadType"] == "FRAME_VIDEO");
  FakeService mixed("VIDEO");
  FakeWorld world(mixed.handler());
  CHECK_THAT(message_of<ImportValidationError>(world.client(),
                                               {.content_array = {"https://x/a.mp4", "https://x/b.mp4"},
                                                .json_metadata_array = {native(false), native(true)}}),
             Contains("asset 1") && Contains("2 calls"));
  CHECK(mixed.mutations().empty());
}

TEST_CASE("hosted frames become one JSON text by their numbers") {
  FakeService service("VIDEO");
  const json data = mutation_of(service, {.json_content_array = {Json(json(numbered("https://x/", 12)))}});
  CHECK(data.contains("isHoneypotArray"));
  CHECK(data["jsonMetadataArray"] == json{R"({"processingParameters": {}})"});
  REQUIRE(service.uploads().size() == 1);
  CHECK_THAT(service.uploads()[0].body,
             Catch::Matchers::StartsWith(R"({"0": "https://x/0", "1": "https://x/1",)"));
  CHECK_THAT(service.uploads()[0].body,
             Catch::Matchers::EndsWith(R"("10": "https://x/10", "11": "https://x/11"})"));
}

TEST_CASE("local frames are uploaded, and named by where the service hands them out, one video a mutation") {
  const TestFolder folder;
  std::vector<Json> videos;
  for (const std::string video : {"a", "b"}) {
    std::vector<std::string> frames;
    for (int i = 0; i < 35; ++i) frames.push_back(folder.file(video + std::to_string(i) + ".jpg"));
    videos.emplace_back(json(frames));
  }
  FakeService service("VIDEO");
  FakeWorld world(service.handler());
  CHECK(world.client().append_many_to_dataset("p", {.json_content_array = videos}).asset_ids.size() == 2);
  REQUIRE(service.mutations().size() == 2);
  CHECK(service.uploads().size() == 72);
  std::size_t texts = 0;
  for (const auto& upload : service.uploads()) {
    if (target_of(upload) != "jsonContent") {
      CHECK(upload.content_type == "image/jpeg");
      continue;
    }
    ++texts;
    const json frames = json::parse(upload.body);
    REQUIRE(frames.size() == 35);
    for (const auto& url : frames) {
      CHECK(url.get<std::string>().starts_with("https://kili.test/api/label/v2/files?id=file_"));
    }
  }
  CHECK(texts == 2);
  CHECK(service.count_of("organizations") == 1);
}

TEST_CASE("a video one of whose frames cannot be uploaded fails alone") {
  const TestFolder folder;
  FakeService service("VIDEO");
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.method == "PUT" && request.file_body && request.file_body->path.filename() == "bad.jpg") {
      return answer(500);
    }
    return service.handle(request);
  });
  const Json good(json{folder.file("1.jpg"), folder.file("2.jpg")});
  const Json bad(json{folder.file("3.jpg"), folder.file("bad.jpg")});
  try {
    world.client().append_many_to_dataset("p", {.json_content_array = {good, bad, good}});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.created_asset_ids().size() == 2);
    CHECK(error.assets()[1].outcome == ImportOutcome::failed);
  }
  CHECK(service.assets().size() == 2);
}

TEST_CASE("JSON objects are LLM assets") {
  FakeService service("LLM_RLHF");
  const json data = mutation_of(
      service,
      {.content_array = {Json::parse(R"({"prompt":"p","completions":["b","a"]})"), json{{"prompt", "q"}}}});
  REQUIRE(service.uploads().size() == 2);
  CHECK(service.uploads()[0].content_type == "application/json");
  const auto bodies = std::vector<std::string>{service.uploads()[0].body, service.uploads()[1].body};
  CHECK(std::find(bodies.begin(), bodies.end(), R"({"prompt": "p", "completions": ["b", "a"]})") !=
        bodies.end());
  CHECK(data["contentArray"].size() == 2);
}

TEST_CASE("JSON files are uploaded as they are, chats are converted") {
  const TestFolder folder;
  const std::string chat =
      R"([{"role":"user","content":"hi","id":"1","chat_id":"c","model":null},
          {"role":"assistant","content":"hello","id":"2","chat_id":"c","model":"m"}])";
  FakeService service("LLM_RLHF");
  const json data = mutation_of(
      service,
      {.content_array = {folder.file("plain.json", R"({"prompt":"p"})"), folder.file("chat.json", chat)},
       .json_metadata_array = {Json(json{{"k", 1}}), Json(json{{"k", 2}})}});
  CHECK(data["jsonMetadataArray"][0] == R"({"k": 1})");
  CHECK(json::parse(data["jsonMetadataArray"][1].get<std::string>()) ==
        json{{"k", 2},
             {"chat_id", "c"},
             {"chat_item_ids", "1___2"},
             {"models", "m"},
             {"text", "Chat_id: c\n\nChat_item_ids: 1___2"}});
  std::set<std::string> bodies;
  for (const auto& upload : service.uploads()) bodies.insert(upload.body);
  CHECK(bodies ==
        std::set<std::string>{"file:" + folder.path("plain.json"),
                              R"({"prompts": [{"completions": [{"content": "hello", "title": "assistant"}], )"
                              R"("prompt": "hi"}], "type": "markdown", "version": "0.1"})"});
}

TEST_CASE("sounds are imported from files and URLs") {
  const TestFolder folder;
  FakeService local("AUDIO");
  CHECK(mutation_of(local, {.content_array = {folder.file("a.mp3")}}).contains("isHoneypotArray"));
  CHECK(local.uploads()[0].content_type == "audio/mpeg");
  FakeService hosted("AUDIO");
  CHECK(mutation_of(hosted, {.content_array = {"https://x/a.mp3"}})["contentArray"] ==
        json{"https://x/a.mp3"});
}

TEST_CASE(
    "contents that do not go together or do not fit the project are refused before anything is created") {
  const TestFolder folder;
  const std::string image = folder.file("a.png", png());
  const std::string text = folder.file("a.txt", "text");
  struct Refused {
    const char* type;
    AppendManyToDataset arguments;
    const char* message;
  };
  const std::vector<Refused> cases{
      {"TEXT", {.content_array = {"x"}, .json_content_array = {Json(json::array({1}))}}, "Rich Text"},
      {"TEXT", {.content_array = {text, "https://x/a.txt"}}, "2 calls"},
      {"TEXT", {.content_array = {json{{"a", 1}}}}, "JSON value"},
      {"TEXT", {.content_array = {"\xff"}}, "not UTF-8"},
      {"TEXT", {.content_array = {folder.file("latin.txt", "caf\xe9")}}, "not UTF-8"},
      {"TEXT", {.multi_layer_content_array = {Json(json::array({{{"path", image}}}))}}, "input type: TEXT"},
      {"IMAGE", {.multi_layer_content_array = {Json(json::array({{{"name", "x"}}}))}}, "provide a path"},
      {"IMAGE", {.multi_layer_content_array = {Json(json::array({{{"path", image}, {"nme", "x"}}}))}}, "nme"},
      {"IMAGE", {.multi_layer_content_array = {Json(json::array({{{"path", image}, {"epsg", 3}}}))}}, "epsg"},
      {"IMAGE", {.multi_layer_content_array = {Json(json{{"path", image}})}}, "array of layers"},
      {"VIDEO",
       {.content_array = {"a.mp4"}, .json_content_array = {Json(json{"https://x/1.jpg"})}},
       "not an url"},
      {"VIDEO", {.json_content_array = {Json(json{"https://x/1.jpg", "2.jpg"})}}, "2 calls"},
      {"VIDEO", {.json_content_array = {Json(json{1, 2})}}, "array of frames"},
      {"VIDEO",
       {.content_array = {"https://x/a.mp4", "https://x/b.mp4"},
        .json_content_array = {Json(), Json(json{"https://x/1.jpg"})}},
       "frames and from video files"},
      {"PDF",
       {.content_array = {"https://x/a.pdf"}, .json_content_array = {Json(json{"x"})}},
       "json_content"},
      {"LLM_RLHF", {.content_array = {json{{"prompt", 1}}, "https://x/l.json"}}, "another kind"},
      {"LLM_RLHF", {.content_array = {folder.path("none.json")}}, "Invalid value"},
      {"LLM_RLHF", {.content_array = {folder.file("broken.json", "{")}}, "JSON object or a chat"},
      {"LLM_RLHF", {.content_array = {folder.file("list.json", "[1]")}}, "message 0"},
      {"URL", {.content_array = {"https://x"}}, "no importer"},
  };
  for (const auto& refused : cases) {
    CAPTURE(refused.type, refused.message);
    FakeService service(refused.type);
    FakeWorld world(service.handler());
    CHECK_THAT(message_of<ImportValidationError>(world.client(), refused.arguments),
               Contains(refused.message));
    CHECK(service.mutations().empty());
    CHECK(service.uploads().empty());
  }
  FakeService legacy("VIDEO_LEGACY");
  FakeWorld world(legacy.handler());
  CHECK_THAT(message_of<MimeTypeError>(world.client(), {.content_array = {folder.file("a.mp4")}}),
             Contains("URL"));
  FakeService video("VIDEO");
  FakeWorld other(video.handler());
  CHECK_THAT(message_of<MimeTypeError>(other.client(), {.json_content_array = {Json(json{text})}}),
             Contains("frame 0"));
}

TEST_CASE("among files, a name that is none is a missing file and not a text") {
  const TestFolder folder;
  FakeService service("TEXT");
  FakeWorld world(service.handler());
  CHECK_THAT(
      message_of<FileError>(world.client(), {.content_array = {folder.file("a.txt"), folder.path("b.txt")}}),
      Contains("asset 1") && Contains("does not exist"));
}
