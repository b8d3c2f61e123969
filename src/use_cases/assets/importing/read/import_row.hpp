#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "kili/assets/new_asset.hpp"
#include "support/temporary_file.hpp"
#include "support/text_hash.hpp"

namespace kili::use_cases {

/// An asset of the input with its place there.
struct ImportRow {
  NewAsset asset;
  std::size_t index = 0;
  std::shared_ptr<const support::TemporaryFile> spool{};  ///< What the reader of its content gave.
};

/// "asset 17 (external id 'car_1')", for messages.
[[nodiscard]] std::string describe(std::size_t index, const std::string& external_id);
[[nodiscard]] std::string describe(const ImportRow& row);

/// Stands for everything that is given for the asset; of content from a reader, whose bytes are not known
/// yet, for format and size.
[[nodiscard]] support::TextHash fingerprint(const NewAsset& asset);

}  // namespace kili::use_cases
