#include "sandbox/store/model.hpp"

#include <utility>

namespace kili::sandbox {

Asset::Asset(const Asset& other)
    : id(other.id),
      external_id(other.external_id),
      content(other.content),
      created_at(other.created_at),
      updated_at(other.updated_at),
      sequence(other.sequence),
      extra(other.extra ? std::make_unique<AssetDetails>(*other.extra) : nullptr),
      priority(other.priority),
      project(other.project),
      status(other.status),
      step_status(other.step_status),
      step(other.step),
      is_honeypot(other.is_honeypot),
      is_used_for_consensus(other.is_used_for_consensus),
      skipped(other.skipped) {}

Asset& Asset::operator=(const Asset& other) {
  if (this != &other) {
    Asset copy{other};
    *this = std::move(copy);
  }
  return *this;
}

const AssetDetails& Asset::details() const {
  static const AssetDetails defaults;
  return extra ? *extra : defaults;
}

AssetDetails& Asset::edit_details() {
  if (!extra) extra = std::make_unique<AssetDetails>();
  return *extra;
}

}  // namespace kili::sandbox
