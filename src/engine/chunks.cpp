#include "engine/chunks.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <mutex>
#include <stop_token>

#include "support/condition.hpp"
#include "support/task_scope.hpp"

namespace kili::engine {
namespace {

using Job = std::function<bool(const Chunk&, const support::CallContext&)>;

Chunk chunk_at(std::size_t begin, std::size_t count, const ChunkOptions& options) {
  const std::size_t end = std::min(count, begin + options.size);
  return {.begin = begin, .end = options.end_of ? options.end_of(begin, end) : end};
}

/// The chunks that are left, and the jobs that work on them: each one that ends starts the next.
class ChunkRun {
 public:
  ChunkRun(const Runtime& runtime, const support::CallContext& context, std::size_t begin, std::size_t count,
           const ChunkOptions& options, const Job& job)
      : next_(begin),
        count_(count),
        options_(options),
        job_(job),
        context_(context),
        scope_(runtime.pool, context.stop_token) {
    context_.stop_token = scope_.stop_token();
  }

  void run() {
    for (std::size_t i = 0; i < options_.most_at_once; ++i) start_next();
    if (options_.after_chunks) follow_chunks();
    scope_.wait();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void start_next() {
    const std::scoped_lock lock(mutex_);
    if (stopped_ || next_ >= count_) return;
    const Chunk chunk = chunk_at(next_, count_, options_);
    next_ = chunk.end;
    scope_.run([this, chunk] { work(chunk); });
    ++started_;
  }

  void work(const Chunk& chunk) noexcept {
    bool go_on = job_(chunk, context_);
    std::exception_ptr error;
    try {
      if (go_on) start_next();
    } catch (...) {
      error = std::current_exception();
      go_on = false;
    }
    const std::scoped_lock lock(mutex_);
    if (error) error_ = error;
    if (!go_on) stopped_ = true;
    ++ended_;
    chunk_ended_.notify_all();
  }

  /// Returns when all chunks have ended. One that starts another ends after it is started.
  void follow_chunks() {
    std::unique_lock lock(mutex_);
    for (std::size_t followed = 0; followed < started_;) {
      chunk_ended_.wait(lock, [&] { return ended_ > followed; });
      followed = ended_;
      lock.unlock();
      options_.after_chunks();
      lock.lock();
    }
  }

  support::Condition chunk_ended_;
  std::size_t ended_ = 0;
  std::mutex mutex_;
  std::size_t next_;
  std::size_t count_;
  const ChunkOptions& options_;
  std::size_t started_ = 0;
  bool stopped_ = false;
  std::exception_ptr error_;  ///< No thread could be had.
  const Job& job_;
  support::CallContext context_;
  support::TaskScope scope_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace

void run_chunks(const Runtime& runtime, const support::CallContext& context, std::size_t count,
                const ChunkOptions& options, const Job& job) {
  std::size_t begin = 0;
  if (count > 0 && (options.first_alone || count <= options.size)) {
    const Chunk first = chunk_at(0, count, options);
    begin = first.end;
    const bool go_on = job(first, context);
    if (options.after_chunks) options.after_chunks();
    if (!go_on) return;
  }
  if (begin < count) ChunkRun(runtime, context, begin, count, options, job).run();
}

void for_each_chunk(const Runtime& runtime, const support::CallContext& context, std::size_t count,
                    const ChunkOptions& options,
                    const std::function<void(const Chunk&, const support::CallContext&)>& job) {
  std::mutex mutex;
  std::exception_ptr first_error;
  std::stop_source stop;
  const std::stop_callback follow(context.stop_token, [&stop] { stop.request_stop(); });
  run_chunks(runtime, context.with_stop_token(stop.get_token()), count, options,
             [&](const Chunk& chunk, const support::CallContext& inner) {
               try {
                 job(chunk, inner);
                 return true;
               } catch (...) {
                 const std::scoped_lock lock(mutex);
                 if (!first_error) first_error = std::current_exception();
               }
               stop.request_stop();
               return false;
             });
  if (first_error) std::rethrow_exception(first_error);
}

}  // namespace kili::engine
