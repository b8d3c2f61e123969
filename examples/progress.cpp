// progress PROJECT_ID COUNT CANCEL_AT: an import, its progress in a window and a button that cancels

#include <condition_variable>
#include <functional>
#include <iostream>
#include <mutex>
#include <queue>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "kili/kili.hpp"

/// What every GUI toolkit has: other threads post, the thread of the window runs.
class EventQueue {
 public:
  void post(std::function<void()> event) {
    const std::scoped_lock lock(mutex_);
    events_.push(std::move(event));
    arrived_.notify_one();
  }
  void run_next() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !events_.empty(); });
    const auto event = std::move(events_.front());
    events_.pop();
    lock.unlock();
    event();
  }

 private:
  std::condition_variable arrived_;
  std::queue<std::function<void()>> events_;
  std::mutex mutex_;
};

void import_images(const std::string& project, std::size_t count, const kili::CallOptions& options) try {
  const std::vector<std::string> urls(count, "https://example.com/image.jpg");
  kili::Client().append_many_to_dataset(project, {.content_array = urls}, options);
} catch (const kili::Error& error) {
  std::cerr << error.what() << '\n';
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  EventQueue window;
  std::stop_source button;
  bool is_open = true;
  const auto show = [&, cancel_at = std::stoul(argv[3])](const kili::Progress& progress) {
    if (progress.done >= cancel_at) button.request_stop();
    if (progress.finished) std::cout << progress.done << " of " << *progress.total << '\n';
  };
  const std::jthread worker([&] {
    const auto post = [&](const kili::Progress& progress) { window.post([=] { show(progress); }); };
    import_images(argv[1], std::stoul(argv[2]), {.on_progress = post, .stop_token = button.get_token()});
    window.post([&] { is_open = false; });
  });
  while (is_open) window.run_next();
}
