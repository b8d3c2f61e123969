#include "use_cases/assets/importing/contents/chat.hpp"

#include <catch2/catch.hpp>

#include "fake_transport.hpp"
#include "kili/errors.hpp"

using namespace kili;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

json message(const char* role, json content, json id, json model = nullptr) {
  return {{"role", role},
          {"content", std::move(content)},
          {"id", std::move(id)},
          {"chat_id", "c"},
          {"model", std::move(model)}};
}

}  // namespace

TEST_CASE("a chat becomes prompts with their completions") {
  const support::MessageLog log(std::make_shared<test::RecordingSink>());
  const auto chat = use_cases::convert_chat(
      json::array({message("system", "s", "1"), message("user", "u", "2"),
                   message("assistant", "a", "3", "m0"), message("user", "v", "4"),
                   message("assistant", "b", "5", "m1"), message("other", "c", "6", "m2")}),
      "asset 0", &log);
  CHECK(
      chat.content.dump() ==
      R"({"prompts":[{"completions":[],"prompt":"s"},)"
      R"({"completions":[{"content":"a","title":"assistant"}],"prompt":"u"},)"
      R"({"completions":[{"content":"b","title":"assistant"},{"content":"c","title":"other"}],"prompt":"v"}],)"
      R"("type":"markdown","version":"0.1"})");
  CHECK(chat.metadata.dump() ==
        R"({"chat_id":"c","models":"m1___m2","chat_item_ids":"1___2___3___4___5___6",)"
        R"("text":"Chat_id: c\n\nChat_item_ids: 1___2___3___4___5___6"})");
}

TEST_CASE("a chat that cannot be read names the message") {
  const auto sink = std::make_shared<test::RecordingSink>();
  const support::MessageLog log(sink);
  const auto error = [&](const json& chat) {
    try {
      static_cast<void>(use_cases::convert_chat(chat, "asset 7", &log));
    } catch (const ImportValidationError& failure) {
      return std::string(failure.what());
    }
    return std::string("no error");
  };
  auto no_model = message("user", "u", "1");
  no_model.erase("model");
  CHECK_THAT(error(json::array({message("user", "u", "1"), no_model})),
             Contains("message 1") && Contains("'model'"));
  CHECK_THAT(error(json::array({message("user", nullptr, "1")})),
             Contains("asset 7") && Contains("content is null"));
  CHECK_THAT(error(json::array({message("assistant", "a", "1")})), Contains("at least one"));
  CHECK_THAT(error(json::array({message("user", "u", 1)})), Contains("'id' is not a text"));
  CHECK_THAT(error(json::array({1})), Contains("not a JSON object"));
  CHECK(sink->warnings().empty());
  CHECK(error(json::array({message("user", "u", nullptr)})) == "no error");
  CHECK(sink->warnings().size() == 1);
}
