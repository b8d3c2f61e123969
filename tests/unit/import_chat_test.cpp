#include "use_cases/assets/importing/contents/chat.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "fake_transport.hpp"
#include "kili/errors.hpp"
#include "test_folder.hpp"

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
  CHECK(chat.content.content_type == "application/json");
  CHECK(chat.content.text ==
        R"({"prompts": [{"completions": [], "prompt": "s"}, )"
        R"({"completions": [{"content": "a", "title": "assistant"}], "prompt": "u"}, )"
        R"({"completions": [{"content": "b", "title": "assistant"}, {"content": "c", "title": "other"}], )"
        R"("prompt": "v"}], "type": "markdown", "version": "0.1"})");
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
  CHECK_THAT(error(json::array({message("user", std::nan(""), "1")})),
             Contains("message 0") && Contains("'content' cannot be written as JSON"));
  CHECK_THAT(error(json::array({message("user", "u", "\xFF")})), Contains("'id' cannot be written as JSON"));
  CHECK(sink->warnings().empty());
  CHECK(error(json::array({message("user", "u", nullptr)})) == "no error");
  CHECK(sink->warnings().size() == 1);
}

TEST_CASE("a chat read from text is that of its values, and a long one is kept in a file") {
  json chat = json::array({message("assistant", "before", "0", "m0")});
  for (int i = 0; i < 2000; ++i) {
    chat.push_back(message("user", "question \u00e9 " + std::to_string(i), std::to_string(2 * i + 1)));
    chat.push_back(message("assistant", {{"answer", i}}, std::to_string(2 * i + 2), "m1"));
  }
  const auto of_values = use_cases::convert_chat(chat, "asset 0", nullptr);
  const auto of_text = use_cases::convert_chat_text(chat.dump(), "asset 0", nullptr);
  CHECK(of_text.metadata == of_values.metadata);
  REQUIRE((of_text.content.spool && of_values.content.spool));
  const auto written = test::read_file(of_text.content.file);
  CHECK(written == test::read_file(of_values.content.file));
  const auto prompts = json::parse(written).at("prompts");
  CHECK(prompts.size() == 2000);
  CHECK(prompts.front().at("completions").size() == 2);
  CHECK(prompts.back().at("completions").front().at("content") == json({{"answer", 1999}}));
}

TEST_CASE("a text that is no chat says what it misses") {
  const auto error = [](std::string_view text) {
    try {
      static_cast<void>(use_cases::convert_chat_text(text, "asset 7", nullptr));
    } catch (const std::exception& failure) {
      return std::string(failure.what());
    }
    return std::string("no error");
  };
  CHECK_THAT(error(R"({"role": "user"})"), Contains("not an array"));
  CHECK_THAT(error("1"), Contains("not an array"));
  CHECK_THAT(error(R"([{"role": "user"})"), Contains("message 0") && Contains("'chat_id'"));
  CHECK_THAT(error(R"([{"role": "user",)"), Contains("not JSON at byte 17"));
  CHECK_THAT(error(R"([1, 2])"), Contains("message 0") && Contains("not a JSON object"));
  CHECK_THAT(error("[]"), Contains("at least one"));
  CHECK_THAT(error(R"([{"content": "\ud800"}])"), Contains("[0].content has half of a surrogate pair"));
}
