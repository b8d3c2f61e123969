// Parallel calls: counts the assets of each status in many projects at once, beside an event loop of
// Boost.Asio.
//
//   async_asio PROJECT...
//
// Key and endpoint come from KILI_API_KEY and KILI_API_ENDPOINT.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <iostream>
#include <kili/async.hpp>
#include <kili/errors.hpp>
#include <string>
#include <vector>

namespace {

/// The loop runs what follows calls. It must run until they have ended: the guard keeps it.
class AsioExecutor final : public kili::async::Executor {
 public:
  explicit AsioExecutor(boost::asio::io_context& loop) : loop_(loop) {}
  void post(kili::detail::Callable<void()> task) override { boost::asio::post(loop_, std::move(task)); }

 private:
  boost::asio::io_context& loop_;
};

kili::async::Future<void> report(kili::async::Client kili, AsioExecutor& loop, std::string project) {
  // Both calls are under way at once.
  auto done = kili.count_assets(project, {.status_in = {kili::AssetStatus::labeled}});
  auto all = kili.count_assets(project);
  try {
    const std::size_t labeled = co_await done.resume_on(loop);
    const std::size_t assets = co_await all.resume_on(loop);
    std::cout << project << ": " << labeled << " of " << assets << " labeled\n";  // on the loop's one thread
  } catch (const kili::Error& error) {
    std::cout << project << ": " << error.type() << '\n';
  }
}

kili::async::Future<void> report_all(kili::async::Client kili, AsioExecutor& loop,
                                     std::vector<std::string> projects) {
  std::vector<kili::async::Future<void>> reports;
  for (const std::string& project : projects) reports.push_back(report(kili, loop, project));
  for (auto& each : reports) co_await each;
}

}  // namespace

int main(int argc, char** argv) {
  boost::asio::io_context loop;
  AsioExecutor executor(loop);
  auto guard = boost::asio::make_work_guard(loop);
  const kili::async::Client kili(kili::Client(), {.max_calls = 200, .threads = 2});
  auto all = report_all(kili, executor, {argv + 1, argv + argc}).then(executor, [&] { guard.reset(); });
  loop.run();
  all.get();
}
