// What goes wrong, what the error looks like, and what a program does about it.
//
//   errors PROJECT_ID
//
// Key and endpoint come from KILI_API_KEY and KILI_API_ENDPOINT. With a sandbox whose service has faults all
// of it happens; a service without faults answers, and then the program says so.
#include <kili/kili.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <stop_token>
#include <string>

namespace {

void attempt(const std::string& what, const std::function<void()>& call) {
  std::cout << what << ": ";
  try {
    call();
    std::cout << "no error\n";
  } catch (const kili::ValidationError& error) {
    std::cout << "change the argument: " << error.what() << '\n';
  } catch (const kili::AuthenticationError&) {
    std::cout << "ask the owner for another key\n";
  } catch (const kili::NotFoundError&) {
    std::cout << "look up the name again\n";
  } catch (const kili::GraphQLError& error) {
    std::cout << "the service refuses: " << error.messages().front() << '\n';
  } catch (const kili::HttpError& error) {  // ConnectionError is one too
    std::cout << (error.context().outcome_unknown ? "look whether it was done" : "try again later")
              << ", operation " << error.context().operation << '\n';
  } catch (const kili::Error& error) {  // Cancelled, DeadlineExceeded ...
    std::cout << kili::to_string(error.code()) << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string project = argv[1];
  const kili::Client client({.max_retries = 0});
  attempt("bad argument", [&] { return client.count_assets(project, {.created_at_gte = "yesterday"}); });
  attempt("wrong key", [] { const kili::Client other({.api_key = "wrong"}); });
  attempt("wrong title", [&] { return client.find_project_by_title("no such title"); });
  attempt("wrong document", [&] { return client.execute("{ nothing }"); });
  attempt("no time", [&] { return client.count_assets(project, {}, {.deadline = std::chrono::seconds(0)}); });
  std::stop_source stop;
  stop.request_stop();
  attempt("stopped", [&] { return client.count_assets(project, {}, {.stop_token = stop.get_token()}); });
  attempt("change", [&] { return client.execute("mutation { createTag(data: {label: \"a\"}) { id } }"); });
  kili::AssetRange assets = client.assets(project, {}, {.fields = {"id"}, .page_size = 2, .prefetch = 0});
  attempt("listing", [&] {
    while (assets.next_page()) {
    }
  });
  std::cout << client.assets(project, {}, {.cursor = assets.cursor()}).to_vector().size() << " more\n";
}
