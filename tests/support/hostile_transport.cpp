#include "hostile_transport.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "fake_transport.hpp"
#include "graphql_server/engine.hpp"
#include "support/gzip.hpp"

namespace kili::test {
namespace {

using nlohmann::json;

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string nested(std::size_t depth) { return repeated("[", depth) + repeated("]", depth); }

Lie body_lie(std::string name, std::string body) {
  return {std::move(name), [body = std::move(body)](HttpResponse& right, const json&) { right.body = body; }};
}

Lie status_lie(int status, std::string body, HttpHeaders headers = {}) {
  return {"status " + std::to_string(status), [=](HttpResponse& right, const json&) {
            right = {.body = body, .headers = headers, .status = status};
          }};
}

/// The right value and the name of its member become the text in its place.
using Wrong = std::function<std::string(const std::string& right, const std::string& key)>;

Lie value_lie(std::string name, const json::json_pointer& position, Wrong wrong) {
  return {name + " at " + position.to_string(),
          [position, wrong = std::move(wrong)](HttpResponse& right, const json&) {
            json body = json::parse(right.body, nullptr, false);
            if (!body.is_object() || !body.contains(position)) return;
            constexpr std::string_view mark = "\"@ the lie @\"";
            const std::string truth = body[position].dump();
            body[position] = "@ the lie @";
            right.body = body.dump();
            right.body.replace(right.body.find(mark), mark.size(), wrong(truth, position.back()));
          }};
}

Lie value_lie(std::string name, const json::json_pointer& position, std::string text) {
  return value_lie(std::move(name), position,
                   [text = std::move(text)](const auto&, const auto&) { return text; });
}

}  // namespace

const std::vector<Lie>& lies_about_answers() {
  static const std::vector<Lie> lies{
      body_lie("nothing", ""),
      body_lie("blanks", " \r\n\t "),
      body_lie("a page for people", "<!DOCTYPE html><html><body>Sign in</body></html>"),
      body_lie("null", "null"),
      body_lie("a number", "1"),
      body_lie("a string", "\"data\""),
      body_lie("a list", "[]"),
      body_lie("a list of the answer", R"([{"data":{"data":[]}}])"),
      body_lie("an empty object", "{}"),
      body_lie("no data", R"({"data":null})"),
      body_lie("data of another type", R"({"data":"x"})"),
      body_lie("data as a list", R"({"data":[[]]})"),
      body_lie("empty data", R"({"data":{}})"),
      body_lie("null in data", R"({"data":{"data":null}})"),
      body_lie("data twice", R"({"data":{"data":[]},"data":{"data":7}})"),
      body_lie("no errors", R"({"data":null,"errors":[]})"),
      body_lie("errors that are no list", R"({"errors":{"message":"x"}})"),
      body_lie("errors that are null", R"({"errors":null})"),
      body_lie("errors that are a string", R"({"errors":"x"})"),
      body_lie("an error that is null", R"({"errors":[null]})"),
      body_lie("an error without message", R"({"errors":[{}]})"),
      body_lie("an error whose message is a number", R"({"errors":[{"message":5}]})"),
      body_lie("an error with strange extensions", R"({"errors":[{"message":"x","extensions":[]}]})"),
      body_lie("an error with a strange code",
               R"({"errors":[{"message":"x","extensions":{"code":{"a":1}},"path":7,"locations":"x"}]})"),
      body_lie("an error of 5 MB", R"({"errors":[{"message":")" + std::string(5'000'000, 'x') + R"("}]})"),
      body_lie("10,000 errors",
               R"({"errors":[)" + repeated(R"({"message":"x"},)", 10'000) + R"({"message":"x"}]})"),
      body_lie("an error that is no UTF-8", "{\"errors\":[{\"message\":\"a\xff\xfe\x80\"}]}"),
      body_lie("an error with control characters",
               R"({"errors":[{"message":"\u001b]0;x\u0007\u0000\u009b\u202e\r\nSet-Cookie: a"}]})"),
      body_lie("deep", R"({"data":)" + nested(100'000) + "}"),
      body_lie("deep and open", repeated("[", 200'000)),
      body_lie("deep objects", R"({"data":)" + repeated("{\"a\":", 100'000)),
      body_lie("a byte order mark", "\xef\xbb\xbf{\"data\":{\"data\":[]}}"),
      body_lie("zeros", std::string(1000, '\0')),
      body_lie("UTF-16", std::string("{\0\"\0d\0a\0t\0a\0\"\0:\0n\0u\0l\0l\0}\0", 26)),
      body_lie(
          "many members", "{\"data\":{" +
                              [] {
                                std::string members;
                                for (int i = 0; i < 20'000; ++i)
                                  members += "\"m" + std::to_string(i) + "\":0,";
                                return members;
                              }() +
                              "\"data\":{}}}"),
      {"the first half", [](HttpResponse& right, const json&) { right.body.resize(right.body.size() / 2); }},
      {"something behind the end", [](HttpResponse& right, const json&) { right.body += "{}"; }},
      {"the answer twice", [](HttpResponse& right, const json&) { right.body += right.body; }},
      status_lie(0, ""),
      status_lie(-1, ""),
      status_lie(100, ""),
      status_lie(103, ""),
      status_lie(204, ""),
      status_lie(206, R"({"data":)"),
      status_lie(301, "", {{"location", "https://evil.test/"}}),
      status_lie(302, "", {{"location", "file:///etc/passwd"}}),
      status_lie(307, "", {{"location", "https://evil.test/graphql"}}),
      status_lie(304, ""),
      status_lie(400, "{\"errors\":5}"),
      status_lie(400, "{\"message\":{}}"),
      status_lie(401, ""),
      status_lie(403, std::string(100'000, '<')),
      status_lie(404, "\xff\xfe"),
      status_lie(407, ""),
      status_lie(413, ""),
      status_lie(418, "null"),
      status_lie(421, ""),
      status_lie(426, ""),
      status_lie(429, "", {{"retry-after", "-5"}}),
      status_lie(429, "", {{"retry-after", "1e300"}}),
      status_lie(429, "", {{"retry-after", "nan"}}),
      status_lie(429, "", {{"retry-after", std::string(10'000, '9')}}),
      status_lie(503, "", {{"retry-after", "Thu, 01 Jan 9999999 00:00:00 GMT"}}),
      status_lie(503, "", {{"retry-after", "0"}}),
      status_lie(500, "[[[["),
      status_lie(599, ""),
      status_lie(999, ""),
      {"an error beside the answer",
       [](HttpResponse& right, const json&) {
         if (right.body.ends_with('}')) {
           right.body.pop_back();
           right.body += R"(,"errors":[{"message":"x","path":["data",0]}]})";
         }
       }},
      {"hostile headers",
       [](HttpResponse& right, const json&) {
         right.headers = {{"content-type", "text/html; charset=\xff"},
                          {"x-request-id", "\x1b[31m\xff" + std::string(9000, 'x')},
                          {"date", "yesterday"},
                          {"content-length", "-1"},
                          {"", ""},
                          {"retry-after", "1e9"}};
       }},
  };
  return lies;
}

std::vector<Lie> lies_about_value(const json::json_pointer& position) {
  const std::vector<std::pair<const char*, std::string>> texts{
      {"null", "null"},
      {"true", "true"},
      {"zero", "0"},
      {"a negative number", "-1"},
      {"a fraction", "1.5"},
      {"1e18", "1000000000000000000"},
      {"2^64 - 1", "18446744073709551615"},
      {"an integer of 400 digits", "1" + std::string(400, '0')},
      {"1e308", "1e308"},
      {"1e999", "1e999"},
      {"an empty string", "\"\""},
      {"a string", "\"x\""},
      {"100 kB", "\"" + std::string(100'000, 'x') + "\""},
      {"control characters", R"("\u0000\u001b[31m\u009b\u202e\r\n")"},
      {"half a surrogate pair", R"("\ud83d")"},
      {"no UTF-8", "\"\xff\xc0\x80\xed\xa0\x80\""},
      {"a URL of another host", "\"https://evil.test/api/label/v2/graphql?token=1\""},
      {"a URL of a file", "\"file:///etc/passwd\""},
      {"a path", "\"../../../../etc/passwd\""},
      {"JSON in a string", "\"{\\\"a\\\":[\""},
      {"an empty list", "[]"},
      {"an empty object", "{}"},
      {"a list of null", "[null]"},
      {"an object of strange members", R"({"":null,"id":[],"data":{}})"},
      {"depth 200", nested(200)},
      {"depth 100,000", nested(100'000)},
      {"a comma", ","},
  };
  std::vector<Lie> lies;
  lies.reserve(texts.size() + 5);
  for (const auto& [name, text] : texts) lies.push_back(value_lie(name, position, text));
  lies.push_back(
      value_lie("a list of it", position, [](const auto& right, const auto&) { return "[" + right + "]"; }));
  lies.push_back(value_lie("an object of it", position, [](const auto& right, const auto& key) {
    return "{\"" + key + "\":" + right + "}";
  }));
  lies.push_back(value_lie("it and null", position, [](const auto& right, const auto& key) {
    const bool in_list = key.find_first_not_of("0123456789") == std::string::npos;
    return right + (in_list ? ",null" : ",\"" + key + "\":null");
  }));
  lies.push_back(value_lie("it twice", position, [](const auto& right, const auto& key) {
    const bool in_list = key.find_first_not_of("0123456789") == std::string::npos;
    return right + "," + (in_list ? "" : "\"" + key + "\":") + right;
  }));
  lies.push_back({"missing at " + position.to_string(), [position](HttpResponse& right, const json&) {
                    json body = json::parse(right.body, nullptr, false);
                    if (!body.is_object() || !body.contains(position)) return;
                    json& parent = body[position.parent_pointer()];
                    if (parent.is_object()) {
                      parent.erase(position.back());
                    } else {
                      parent.erase(std::stoul(position.back()));
                    }
                    right.body = body.dump();
                  }});
  return lies;
}

std::vector<json::json_pointer> positions_in(const json& answer) {
  std::vector<json::json_pointer> positions;
  const std::function<void(const json&, const json::json_pointer&)> walk = [&](const json& value,
                                                                               const json::json_pointer& at) {
    if (!at.empty()) positions.push_back(at);
    if (value.is_object()) {
      for (const auto& member : value.items()) walk(member.value(), at / member.key());
    } else if (value.is_array() && !value.empty()) {
      walk(value[0], at / 0);
    }
  };
  walk(answer, json::json_pointer());
  return positions;
}

std::vector<Lie> lies_about_pages() {
  const json::json_pointer list("/data/data");
  const auto change_list = [list](const std::function<void(json & records, const json& variables)>& change) {
    return [list, change](HttpResponse& right, const json& variables) {
      json body = json::parse(right.body, nullptr, false);
      if (!body.is_object() || !body.contains(list)) return;
      json& records = body[list];
      if (records.is_array()) {
        change(records, variables);
      } else if (records.is_number_integer()) {
        records = 1'000'000'000'000'000'000;
      }
      right.body = body.dump();
    };
  };
  const auto fresh = std::make_shared<std::size_t>(0);
  const auto fill = [fresh](json& records, const json& variables) {
    if (records.empty() || !records[0].is_object()) return;
    const json record = records[0];
    records = json::array();
    const std::size_t first = variables.contains("first") ? variables.at("first").get<std::size_t>() : 100;
    for (std::size_t i = 0; i < first; ++i) {
      json copy = record;
      if (copy.contains("id")) copy["id"] = "invented " + std::to_string((*fresh)++);
      records.push_back(std::move(copy));
    }
  };
  const auto page = std::make_shared<std::optional<json>>();
  return {
      {"always empty", change_list([](json& records, const json&) { records = json::array(); })},
      {"always the first page", change_list([page](json& records, const json&) {
         if (!*page) *page = records;
         records = **page;
       })},
      {"full of new records for ever", change_list(fill)},
      {"more than was asked for", change_list([](json& records, const json&) {
         const json once = records;
         for (int i = 0; i < 50; ++i) records.insert(records.end(), once.begin(), once.end());
       })},
      {"one record again and again", change_list([](json& records, const json& variables) {
         if (records.empty()) return;
         const json record = records[0];
         const std::size_t first =
             variables.contains("first") ? variables.at("first").get<std::size_t>() : 100;
         records = json::array();
         for (std::size_t i = 0; i < first; ++i) records.push_back(record);
       })},
      {"backwards",
       change_list([](json& records, const json&) { std::reverse(records.begin(), records.end()); })},
  };
}

HostileTransport::HostileTransport(std::shared_ptr<HttpTransport> service, std::string endpoint,
                                   std::string key)
    : service_(std::move(service)), endpoint_(std::move(endpoint)), key_(std::move(key)) {}

void HostileTransport::tell(std::string field, Lie lie, bool only_once) {
  const std::scoped_lock lock(mutex_);
  field_ = std::move(field);
  lie_ = std::move(lie);
  only_once_ = only_once;
  first_answers_.clear();
  leak_.clear();
  requests_ = 0;
  told_ = 0;
}

HttpResponse HostileTransport::send(const HttpRequest& request, std::stop_token stop_token) {
  const bool is_of_service = request.url.starts_with(endpoint_ + "/");
  {
    const std::scoped_lock lock(mutex_);
    if (++requests_ > most_requests) return answer(403, "too many requests");
    const auto holds_key = [&](const std::string& text) { return text.find(key_) != std::string::npos; };
    if (!is_of_service && (holds_key(request.url) || holds_key(body_of(request)) ||
                           std::any_of(request.headers.begin(), request.headers.end(),
                                       [&](const auto& header) { return holds_key(header.second); }))) {
      leak_ = request.url;
    }
  }
  if (!is_of_service) return answer(404, "no such file");
  if (request.method != "POST") return service_->send(request, std::move(stop_token));
  HttpResponse response = service_->send(request, std::move(stop_token));
  const json body = json::parse(plain_body(request), nullptr, false);
  const auto fields = sandbox::graphql::root_fields(body.at("query").get<std::string>(), std::nullopt);
  const std::string field = fields.empty() ? "" : fields.front();
  const std::scoped_lock lock(mutex_);
  // As it was before the transport would have compressed it.
  json right = json::parse(response.body, nullptr, false);
  if (!right.is_discarded()) first_answers_.try_emplace(field, std::move(right));
  if (field == field_ && lie_.tell && !(only_once_ && told_ > 0)) {
    ++told_;
    lie_.tell(response, body.value("variables", json::object()));
  }
  return response;
}

std::map<std::string, json> HostileTransport::first_answers() const {
  const std::scoped_lock lock(mutex_);
  return first_answers_;
}

std::size_t HostileTransport::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

std::size_t HostileTransport::told() const {
  const std::scoped_lock lock(mutex_);
  return told_;
}

std::string HostileTransport::leak() const {
  const std::scoped_lock lock(mutex_);
  return leak_;
}

}  // namespace kili::test
