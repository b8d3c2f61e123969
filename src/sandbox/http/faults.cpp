#include "sandbox/http/faults.hpp"

#include <algorithm>

namespace kili::sandbox {
namespace {

bool matches(const std::string& pattern, const std::vector<std::string>& operations) {
  if (pattern == "*") return true;
  return std::any_of(operations.begin(), operations.end(), [&](const std::string& operation) {
    return pattern == operation || (pattern == "storage" && operation.starts_with("storage."));
  });
}

bool is_of_size(FaultPoint when) {
  return when == FaultPoint::large_answer || when == FaultPoint::large_request;
}

}  // namespace

std::string_view name_of(FaultPoint when) {
  const auto* const found = std::find_if(fault_points.begin(), fault_points.end(),
                                         [&](const auto& each) { return each.second == when; });
  return found == fault_points.end() ? std::string_view() : found->first;
}

std::uint64_t Faults::add(const SandboxFault& fault) {
  const std::scoped_lock lock{mutex_};
  Scripted& added = faults_.emplace_back();
  added.fault = fault;
  added.number = ++last_number_;
  return added.number;
}

std::vector<Faults::Present> Faults::list() const {
  const std::scoped_lock lock{mutex_};
  return {faults_.begin(), faults_.end()};
}

bool Faults::remove(std::uint64_t number) {
  const std::scoped_lock lock{mutex_};
  return std::erase_if(faults_, [&](const Scripted& each) { return each.number == number; }) != 0;
}

void Faults::clear() {
  const std::scoped_lock lock{mutex_};
  faults_.clear();
}

void Faults::reset(std::uint64_t seed, std::chrono::milliseconds latency) {
  const std::scoped_lock lock{mutex_};
  faults_.clear();
  latency_ = latency;
  random_.seed(seed);
}

void Faults::set_latency(std::chrono::milliseconds latency) {
  const std::scoped_lock lock{mutex_};
  latency_ = latency;
}

bool Faults::takes_turn(Scripted& scripted) {
  const SandboxFault& fault = scripted.fault;
  ++scripted.seen;
  if (scripted.seen <= fault.skip || (fault.count != 0 && scripted.struck >= fault.count)) return false;
  if ((scripted.seen - fault.skip) % std::max<std::size_t>(fault.every, 1) != 0) return false;
  return fault.probability >= 1.0 || std::uniform_real_distribution<double>{}(random_) < fault.probability;
}

std::chrono::milliseconds Faults::latency_of(const SandboxFault& fault) {
  std::uniform_int_distribution<std::int64_t> jitter{0,
                                                     std::max<std::int64_t>(fault.latency_jitter.count(), 0)};
  return fault.latency + std::chrono::milliseconds{jitter(random_)};
}

FaultDecision Faults::decide(const std::vector<std::string>& operations) {
  const std::scoped_lock lock{mutex_};
  FaultDecision decision;
  decision.delay = latency_;
  for (Scripted& scripted : faults_) {
    if (is_of_size(scripted.fault.when) || !matches(scripted.fault.operation, operations)) continue;
    const bool is_latency = scripted.fault.when == FaultPoint::latency;
    if (!takes_turn(scripted) || (!is_latency && decision.fault)) continue;
    ++scripted.struck;
    if (is_latency) {
      decision.delay += latency_of(scripted.fault);
    } else {
      decision.fault = scripted.fault;
    }
  }
  return decision;
}

std::optional<SandboxFault> Faults::decide_by_size(FaultPoint when,
                                                   const std::vector<std::string>& operations,
                                                   std::uint64_t size) {
  const std::scoped_lock lock{mutex_};
  for (Scripted& scripted : faults_) {
    const SandboxFault& fault = scripted.fault;
    if (fault.when != when || size <= fault.larger_than || !matches(fault.operation, operations)) continue;
    if (!takes_turn(scripted)) continue;
    ++scripted.struck;
    return fault;
  }
  return std::nullopt;
}

std::chrono::milliseconds Faults::import_delay() {
  const std::scoped_lock lock{mutex_};
  std::chrono::milliseconds delay{};
  for (Scripted& scripted : faults_) {
    if (scripted.fault.operation != import_operation || scripted.fault.when != FaultPoint::latency) continue;
    if (!takes_turn(scripted)) continue;
    ++scripted.struck;
    delay += latency_of(scripted.fault);
  }
  return delay;
}

}  // namespace kili::sandbox
