#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/module_resolvers.hpp"
#include "sandbox/service_version.hpp"
#include "sandbox/store/media_storage.hpp"

namespace kili::sandbox {

/// `labels`, `countLabels` and `annotationFileUrl`.
class LabelQueries final : public ModuleResolvers {
 public:
  struct Settings {
    std::string endpoint;
    /// Asked at each query; not empty: labels give their jsonResponse at this URL followed by their id.
    std::function<std::string()> response_url_prefix;
    ServiceVersion version = ServiceVersion::v26_2;
  };

  /// The storage must outlive the queries.
  LabelQueries(const MediaStorage& storage, Settings settings)
      : settings_(std::move(settings)), storage_(storage) {}

  [[nodiscard]] std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                    const nlohmann::json& arguments,
                                                    const graphql::Selection& selection) const override;
  [[nodiscard]] std::optional<nlohmann::json> mutate(std::string_view /*field*/,
                                                     const nlohmann::json& /*arguments*/,
                                                     const graphql::Selection& /*selection*/) override {
    return std::nullopt;
  }

 private:
  Settings settings_;
  const MediaStorage& storage_;
};

}  // namespace kili::sandbox
