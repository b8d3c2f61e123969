#include "support/os/guarded_stack.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <vector>

namespace kili::support {
namespace {

std::size_t page_bytes() noexcept { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

}  // namespace

GuardedStack::GuardedStack(std::size_t bytes)
    : guard_(page_bytes()), bytes_((bytes + guard_ - 1) / guard_ * guard_) {
  void* const mapped = ::mmap(nullptr, guard_ + bytes_, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  mapped_ = static_cast<std::byte*>(mapped);
  if (::mprotect(mapped_, guard_, PROT_NONE) != 0) {
    ::munmap(mapped_, guard_ + bytes_);
    throw std::bad_alloc();
  }
}

GuardedStack::~GuardedStack() { ::munmap(mapped_, guard_ + bytes_); }

std::size_t GuardedStack::used() const {
  std::vector<unsigned char> resident(bytes_ / guard_);
  if (::mincore(bottom(), bytes_, resident.data()) != 0) return 0;
  const auto lowest =
      std::find_if(resident.begin(), resident.end(), [](unsigned char page) { return (page & 1U) != 0; });
  return static_cast<std::size_t>(resident.end() - lowest) * guard_;
}

}  // namespace kili::support
