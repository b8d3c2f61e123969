// Whatever the service, a storage or the network say, what the library says of it can be written to a
// terminal or a log: in every message, context, warning and log line.

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "in_process_sandbox.hpp"
#include "kili/exports/pascal_voc.hpp"
#include "kili/exports/yolo.hpp"
#include "kili/labels/annotation.hpp"
#include "rectangle_ontology.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "support/unicode.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr std::string_view key_of_world = "secret-key";  // of FakeWorld
constexpr std::size_t longest_seen = 17'000;

/// Where a hostile text is put.
enum class HostilePlace {
  error_message,    ///< Of GraphQL errors.
  body_of_500,      ///< And in its headers.
  body_of_401,      ///< And in its headers.
  body_not_json,    ///< Of a good status.
  location,         ///< Of a redirect.
  transport,        ///< The reason why no answer came.
  names,            ///< Every text of the data but ids, dates and words of the schema.
  ids,              ///< The texts of the data that `names` leaves.
  behind_all_texts  ///< All texts of the data have it at their end.
};
constexpr auto hostile_places = std::to_array<HostilePlace>(
    {HostilePlace::error_message, HostilePlace::body_of_500, HostilePlace::body_of_401,
     HostilePlace::body_not_json, HostilePlace::location, HostilePlace::transport, HostilePlace::names,
     HostilePlace::ids, HostilePlace::behind_all_texts});

struct HostileText {
  const char* name;
  std::string text;
};

std::vector<HostileText> hostile_texts() {
  return {{"escape sequences", "\x1b]0;owned\x07\x1b[2J\x1b[31mred"},
          {"C1 controls",
           "a\xc2\x9b"
           "31m\xc2\x85\xc2\x90"},
          {"line breaks", "a\r\nERROR forged\n\xe2\x80\xa8next\xe2\x80\xa9\x0b\x0c\x7f\x01"},
          {"directions", "\u202Egpj\u202C\u2066x\u2069\u200E\u200F\u061C\u200B\uFEFF"},
          {"not UTF-8", "a\xff\xfe\x9b\xc3(\xed\xa0\x80"},
          {"the key", "you sent " + std::string(key_of_world) +
                          ", Authorization: X-API-Key: " + std::string(key_of_world)},
          {"secrets of URLs",
           "https://user:hunter2pw@host.test/x?X-Amz-Signature=sigsecret&a=1#sigsecret and "
           "https:\\/\\/host.test\\/x?sig=sigsecret and /x?token=sigsecret"},
          {"long", std::string(100'000, 'l') + "\x1b" + std::string(key_of_world)}};
}

/// What is wrong with a text that people see; empty: nothing.
std::string fault_of(std::string_view text) {
  if (text.size() > longest_seen) return "it has " + std::to_string(text.size()) + " bytes";
  for (const std::string_view secret :
       {key_of_world, std::string_view("hunter2pw"), std::string_view("sigsecret")}) {
    if (text.find(secret) != std::string_view::npos) return "it has " + std::string(secret);
  }
  while (!text.empty()) {
    std::size_t length = 0;
    const char32_t code = support::decode_utf8(text, length);
    if (length == 0) return "it is not UTF-8";
    const bool is_control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    const bool is_direction = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                              (code >= 0x200b && code <= 0x200f) || code == 0x61c || code == 0xfeff;
    if (is_control || is_direction || code == 0x2028 || code == 0x2029) {
      return "it has the character " + std::to_string(static_cast<unsigned>(code));
    }
    text.remove_prefix(length);
  }
  return {};
}

/// Everything that a failed call says.
std::vector<std::string> texts_of(const std::exception& failure) {
  std::vector<std::string> texts{failure.what()};
  const auto* const error = dynamic_cast<const Error*>(&failure);
  if (error == nullptr) return texts;
  texts.insert(texts.end(), {error->context().body, error->context().operation, error->context().request_id});
  if (const auto* refused = dynamic_cast<const GraphQLError*>(error)) {
    texts.insert(texts.end(), refused->messages().begin(), refused->messages().end());
  }
  if (const auto* import = dynamic_cast<const ImportError*>(error)) {
    for (const auto& asset : import->assets()) texts.push_back(asset.reason);
  }
  if (const auto* mutation = dynamic_cast<const MutationError*>(error)) {
    for (const auto& asset : mutation->assets()) texts.push_back(asset.reason);
    try {
      if (mutation->cause()) std::rethrow_exception(mutation->cause());
    } catch (const std::exception& cause) {
      const auto more = texts_of(cause);
      texts.insert(texts.end(), more.begin(), more.end());
    }
  }
  return texts;
}

bool is_word_or_id(const std::string& name) {
  static const std::vector<std::string> names{
      "id",      "inputType", "workflowVersion", "__typename",    "status",
      "assetId", "createdAt", "updatedAt",       "jsonInterface", "expiryDate"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Puts the text into the data of an answer.
void spoil(json& value, const std::string& text, HostilePlace place, const std::string& member = {}) {
  if (value.is_structured()) {
    for (auto entry = value.begin(); entry != value.end(); ++entry) {
      spoil(*entry, text, place, value.is_object() ? entry.key() : member);
    }
  } else if (value.is_string()) {
    if (place == HostilePlace::behind_all_texts) {
      value = value.get<std::string>() + text;
    } else if (is_word_or_id(member) == (place == HostilePlace::ids)) {
      value = text;
    }
  }
}

HttpResponse hostile_answer(const std::string& text, HostilePlace place,
                            const std::function<HttpResponse()>& honest) {
  const HttpHeaders headers{{"x-request-id", text}, {"content-type", text}, {"etag", "\"" + text + "\""}};
  const auto dumped = [](const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  switch (place) {
    case HostilePlace::error_message:
      return answer(200, dumped({{"data", nullptr}, {"errors", {{{"message", text}}, {{"message", text}}}}}),
                    headers);
    case HostilePlace::body_of_500:
      return answer(500, text, headers);
    case HostilePlace::body_of_401:
      return answer(401, text, headers);
    case HostilePlace::body_not_json:
      return answer(200, "{" + text, headers);
    case HostilePlace::location:
      return answer(302, text, {{"location", text}, {"x-request-id", text}});
    case HostilePlace::transport:
      throw TransportError(TransportFailure::tls_failed, "TLS: " + text);
    default:
      break;
  }
  HttpResponse response = honest();
  json body = json::parse(response.body, nullptr, false);
  if (body.is_discarded()) return response;  // of a storage
  spoil(body["data"], text, place);
  response.body = dumped(body);
  return response;
}

struct HostileCall {
  const char* name;
  std::function<void(const Client&, const std::string& project, const std::vector<std::string>& ids,
                     const TestFolder&)>
      call;
};

std::vector<HostileCall> hostile_calls() {
  const std::vector<std::string> fields{"id",
                                        "externalId",
                                        "content",
                                        "jsonContent",
                                        "status",
                                        "jsonMetadata",
                                        "createdAt",
                                        "labels.jsonResponse",
                                        "labels.author.email"};
  const auto list = [fields](AssetsArguments arguments) {
    return [fields, arguments](const Client& client, const std::string& project, const auto&,
                               const TestFolder& folder) mutable {
      arguments.fields = fields;
      arguments.local_media_dir = folder.root() / "media";
      for (const Asset& asset : client.assets(project, {}, arguments)) {
        try {
          static_cast<void>(asset.created_at());
        } catch (const FieldError& error) {
          if (const auto fault = fault_of(error.what()); !fault.empty()) throw std::logic_error(fault);
        }
      }
    };
  };
  return {
      {"count_assets", [](const Client& client, const std::string& project, const auto&,
                          const auto&) { static_cast<void>(client.count_assets(project)); }},
      {"count_assets by step",
       [](const Client& client, const std::string& project, const auto&, const auto&) {
         AssetFilters filters;
         filters.step_name_in = std::vector<std::string>{"none"};
         static_cast<void>(client.count_assets(project, filters));
       }},
      {"assets", list({})},
      {"assets with media", list({.download_media = true})},
      {"assets with labels", list({.label_output_format = LabelOutputFormat::parsed_label})},
      {"append_many_to_dataset",
       [](const Client& client, const std::string& project, const auto&, const auto&) {
         client.append_many_to_dataset(
             project, {.content_array = {"https://example.test/i.png"}, .external_id_array = {"new"}});
       }},
      {"append_many_to_dataset of files",
       [](const Client& client, const std::string& project, const auto&, const TestFolder& folder) {
         client.append_many_to_dataset(project, {.content_array = {folder.file("i.png", png())},
                                                 .external_id_array = {"file"},
                                                 .journal = folder.path("journal")});
       }},
      {"update_properties_in_assets",
       [](const Client& client, const auto&, const auto& ids, const auto&) {
         client.update_properties_in_assets({.asset_ids = ids, .priorities = {{1}, {2}}});
       }},
      {"change_asset_external_ids",
       [](const Client& client, const auto&, const auto& ids, const auto&) {
         client.change_asset_external_ids({.asset_ids = ids, .new_external_ids = {"a", "b"}});
       }},
      {"add_metadata",
       [](const Client& client, const std::string& project, const auto& ids, const auto&) {
         client.add_metadata(
             {.asset_ids = ids, .json_metadata = {json{{"a", 1}}, json{{"b", 1}}}, .project_id = project});
       }},
      {"set_metadata by external id",
       [](const Client& client, const std::string& project, const auto&, const auto&) {
         client.set_metadata(
             {.external_ids = {"asset_0"}, .json_metadata = {json{{"a", 1}}}, .project_id = project});
       }},
      {"assign_assets_to_labelers",
       [](const Client& client, const std::string& project, const auto& ids, const auto&) {
         client.assign_assets_to_labelers(
             {.asset_ids = ids,
              .project_id = project,
              .to_be_labeled_by_array = {std::vector<std::string>{"u"}, std::vector<std::string>{"u"}}});
       }},
      {"add_to_review", [](const Client& client, const std::string& project, const auto& ids,
                           const auto&) { client.add_to_review({.asset_ids = ids, .project_id = project}); }},
      {"send_back_to_queue",
       [](const Client& client, const std::string& project, const auto& ids, const auto&) {
         client.send_back_to_queue({.asset_ids = ids, .project_id = project});
       }},
      {"set_assets_priority",
       [](const Client& client, const std::string& project, const auto& ids, const auto&) {
         client.set_assets_priority({.asset_ids = ids, .priority = 3, .project_id = project});
       }},
      {"skip_or_unskip",
       [](const Client& client, const std::string& project, const auto& ids, const auto&) {
         static_cast<void>(client.skip_or_unskip(
             {.action = SkipAction::skip, .asset_id = ids.front(), .project_id = project, .reason = "r"}));
       }},
      {"update_asset_consensus",
       [](const Client& client, const std::string& project, const auto& ids, const auto&) {
         static_cast<void>(client.update_asset_consensus(
             {.asset_id = ids.front(), .is_consensus = true, .project_id = project}));
       }},
      {"delete_many_from_dataset",
       [](const Client& client, const std::string& project, const auto& ids, const auto&) {
         client.delete_many_from_dataset({.asset_ids = ids, .project_id = project});
       }}};
}

/// Makes the call with a service that is hostile in one way. @return what was said.
std::vector<std::string> said_by(const HostileCall& call, const std::string& text, HostilePlace place,
                                 sandbox::ServiceVersion version, std::size_t honest_requests) {
  InProcessSandbox service({}, version);
  const auto ids = service.add_assets({{{"externalId", "asset_0"}, {"content", "https://storage.test/0"}},
                                       {{"externalId", "asset_1"}, {"content", "https://storage.test/1"}}});
  std::mutex mutex;
  std::size_t answered = 0;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    const bool to_api = request.url == "https://kili.test/api/label/v2/graphql";
    std::size_t number = 0;
    {
      const std::scoped_lock lock(mutex);
      number = answered++;
    }
    const auto honest = [&] {
      return to_api ? service.handle(request) : answer(403, text, {{"x-request-id", text}});
    };
    return number < honest_requests ? honest() : hostile_answer(text, place, honest);
  });
  service.use_clock(world.clock);
  const TestFolder folder;
  std::vector<std::string> said;
  try {
    call.call(world.client({.calls_per_minute = 0}), service.project_id(), ids, folder);
  } catch (const std::exception& error) {
    said = texts_of(error);
  }
  const auto log = world.sink->all();
  said.insert(said.end(), log.begin(), log.end());
  return said;
}

}  // namespace

TEST_CASE("nothing that is not the library's own is shown raw") {
  const auto calls = hostile_calls();
  std::size_t seen = 0;
  for (const auto& [name, text] : hostile_texts()) {
    for (const HostilePlace place : hostile_places) {
      for (const HostileCall& call : calls) {
        for (const std::size_t honest_requests : {0U, 1U}) {
          const auto said = said_by(call, text, place, sandbox::ServiceVersion::v26_2, honest_requests);
          for (const auto& each : said) {
            if (const auto fault = fault_of(each); !fault.empty()) {
              FAIL_CHECK(call.name << ", " << name << ", place " << static_cast<int>(place) << ", "
                                   << honest_requests << " before: " << fault << ": " << each.substr(0, 300));
            }
          }
          seen += said.size();
        }
      }
    }
  }
  CHECK(seen > calls.size() * hostile_places.size() * 8 * 2);
}

TEST_CASE("a client that begins shows no raw text") {
  for (const auto& [name, text] : hostile_texts()) {
    for (const HostilePlace place : hostile_places) {
      for (const char* expiry : {"2020-01-01T00:00:00Z", ""}) {
        FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
          return hostile_answer(text, place, [&] {
            const bool is_key = request.body.find("apiKeys(") != std::string::npos;
            return data_answer(is_key ? json{{{"expiryDate", expiry + (*expiry ? text : "")}}}
                                      : json{{"id", "u"}, {"email", "e"}});
          });
        });
        std::vector<std::string> said;
        try {
          static_cast<void>(world.client({.skip_checks = false}));
        } catch (const std::exception& error) {
          said = texts_of(error);
        }
        const auto log = world.sink->all();
        said.insert(said.end(), log.begin(), log.end());
        for (const auto& each : said) {
          if (const auto fault = fault_of(each); !fault.empty())
            FAIL_CHECK(name << ": " << fault << ": " << each);
        }
      }
    }
  }
}

TEST_CASE("errors of labels and losses of exports show no raw text") {
  const support::HiddenKey key(key_of_world);
  for (const auto& [name, text] : hostile_texts()) {
    CAPTURE(name);
    std::vector<std::string> said;
    const auto note = [&said](const std::function<void()>& call) {
      try {
        call();
      } catch (const Error& error) {
        for (auto& each : texts_of(error)) said.push_back(std::move(each));
        return;
      }
      FAIL_CHECK("no error");
    };
    const Ontology ontology = rectangle_ontology({text, "B"});
    note([&] {
      static_cast<void>(ParsedLabel(json{{"jsonResponse", json::object()}}, ontology).jobs()[text]);
    });
    note([&] {
      ParsedLabel label(json{{"jsonResponse", {{"JOB", {{"annotations", json::array()}}}}}}, ontology);
      label.jobs()["JOB"].add_annotation(json{{"categories", {{{"name", text + "x"}}}}});
    });
    note([&] { static_cast<void>(Ontology::parse("{" + text, InputType::image)); });
    const TestFolder folder;
    const json corner{{"x", 0.1}, {"y", 0.1}};
    const json flat{{{"normalizedVertices", {corner, corner, corner, corner}}}};
    const ParsedLabel label(json{{"jsonResponse",
                                  {{"JOB",
                                    {{"annotations",
                                      {{{"boundingPoly", flat},
                                        {"categories", {{{"name", text}}}},
                                        {"mid", text},
                                        {"type", "rectangle"}}}}}}}}},
                            ontology);
    YoloWriter yolo(folder.root() / "yolo", ontology);
    yolo.add(label, text);
    PascalVocWriter pascal_voc(folder.root() / "voc", ontology);
    pascal_voc.add(label, text, {10, 10});
    for (const auto* losses : {&yolo.skipped(), &pascal_voc.skipped()}) {
      CHECK_FALSE(losses->empty());
      said.insert(said.end(), losses->begin(), losses->end());
    }
    for (const auto& each : said) {
      if (const auto fault = fault_of(each); !fault.empty()) FAIL_CHECK(fault << ": " << each.substr(0, 300));
    }
  }
}

TEST_CASE("texts of a journal and a table of texts are not shown raw") {
  for (const auto& [name, text] : hostile_texts()) {
    if (!support::is_valid_utf8(text)) continue;
    CAPTURE(name);
    InProcessSandbox service;
    FakeWorld world(service.handler());
    const Client client = world.client({.calls_per_minute = 0});
    const TestFolder folder;
    const auto import = [&](const std::string& content, const std::string& project) {
      client.append_many_to_dataset(
          project,
          {.content_array = {content}, .external_id_array = {text}, .journal = folder.path("journal")});
    };
    import("https://example.test/1.png", service.project_id());
    std::vector<std::string> said;
    const auto note = [&said](const std::function<void()>& call) {
      try {
        call();
        FAIL_CHECK("no error");
      } catch (const Error& error) {
        for (auto& each : texts_of(error)) said.push_back(std::move(each));
      }
    };
    note([&] { import("https://example.test/2.png", service.project_id()); });
    note([&] { import("https://example.test/1.png", "other"); });
    const std::string table = folder.file("table.csv", "\"" + text + "\",b\n1,2\n");
    note([&] { client.append_many_to_dataset(service.project_id(), {.from_csv = table}); });
    const auto log = world.sink->all();
    said.insert(said.end(), log.begin(), log.end());
    for (const auto& each : said) {
      if (const auto fault = fault_of(each); !fault.empty()) FAIL_CHECK(fault << ": " << each.substr(0, 300));
    }
  }
}

TEST_CASE("5 MB of a hostile text cost little to be shown") {
  const std::string text = [] {
    std::string all;
    while (all.size() < 5'000'000) all += "\x1b[31m\u202E https://user:hunter2pw@host.test/x?sigsecret a=b ";
    return all;
  }();
  for (const HostilePlace place : hostile_places) {
    const HostileCall call = hostile_calls().front();
    for (const auto& each : said_by(call, text, place, sandbox::ServiceVersion::v26_2, 0)) {
      CHECK(fault_of(each).empty());
    }
  }
}
