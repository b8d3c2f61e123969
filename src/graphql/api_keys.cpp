#include "graphql/api_keys.hpp"

#include <algorithm>
#include <utility>

#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {

ApiKeyProvider::~ApiKeyProvider() = default;

}  // namespace v0_1
}  // namespace kili

namespace kili::graphql {
namespace {

constexpr std::chrono::seconds asked_before_expiry{60};
constexpr std::chrono::seconds between_questions{10};
/// A wait for another call looks at its deadline this often.
constexpr std::chrono::milliseconds deadline_look{20};
/// Messages of requests under way may have an older key.
constexpr std::size_t most_hidden = 16;

void require_usable(const std::string& key, bool is_provided) {
  const auto unusable = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7f;
  };
  if (is_provided && key.empty()) {
    throw AuthenticationError(
        "ClientOptions::api_key_provider gave no API key; ApiKeyProvider::key() must return one or throw");
  }
  if (std::none_of(key.begin(), key.end(), unusable)) return;
  throw ValidationError(
      is_provided ? "ClientOptions::api_key_provider gave an API key with a blank, a line break or another "
                    "character that no key has; give the key alone"
                  : "api_key contains a blank, a line break or another character that no key has; copy it "
                    "again from the Kili application");
}

}  // namespace

ApiKeys::ApiKeys(std::string key, std::shared_ptr<ApiKeyProvider> provider,
                 std::shared_ptr<const support::Clock> clock)
    : clock_(std::move(clock)), provider_(std::move(provider)) {
  take(provider_ ? provider_->key(false) : ApiKey{.key = std::move(key)});
}

ApiKeys::Lease ApiKeys::current(const support::CallContext& context) {
  Lock lock(mutex_);
  if (!provider_) return lease();
  wait_for_others(lock, context);
  if (is_about_to_expire()) ask(lock, false);
  return lease();
}

std::optional<ApiKeys::Lease> ApiKeys::instead_of(const Lease& refused, const support::CallContext& context) {
  if (!provider_) return std::nullopt;
  Lock lock(mutex_);
  wait_for_others(lock, context);
  if (key_.key == refused.key && refusals_ == refused.refusals) ask(lock, true);
  if (key_.key == refused.key) return std::nullopt;
  return lease();
}

bool ApiKeys::is_about_to_expire() const {
  if (!key_.expires_at) return false;
  const auto now = clock_->wall_time();
  return now >= *key_.expires_at - asked_before_expiry && (!next_question_ || now >= *next_question_);
}

void ApiKeys::wait_for_others(Lock& lock, const support::CallContext& context) {
  const auto is_free = [this] { return !asking_; };
  while (!asked_.wait_for(lock, context.stop_token, deadline_look, is_free)) context.check(clock_->now());
}

void ApiKeys::ask(Lock& lock, bool refused) {
  asking_ = true;
  lock.unlock();
  try {
    ApiKey key = provider_->key(refused);
    lock.lock();
    take(std::move(key));
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    asking_ = false;
    asked_.notify_all();
    throw;
  }
  if (refused) ++refusals_;
  asking_ = false;
  asked_.notify_all();
}

void ApiKeys::take(ApiKey key) {
  // Hidden before it is looked at: an error may show what it is about.
  if (hidden_.empty() || key.key != key_.key) hidden_.emplace_back(key.key);
  if (hidden_.size() > most_hidden) hidden_.pop_front();
  require_usable(key.key, provider_ != nullptr);
  key_ = std::move(key);
  next_question_ = clock_->wall_time() + between_questions;
}

}  // namespace kili::graphql
