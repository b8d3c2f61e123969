#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/record_queries.hpp"
#include "api/service_capabilities.hpp"
#include "graphql/graphql_client.hpp"
#include "kili/enums.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// A label of a batch, as it is sent.
struct LabelToAppend {
  std::string asset_id;
  std::string author_id;          ///< Empty: the owner of the key.
  std::string json_response;      ///< JSON text.
  std::string reviewed_label_id;  ///< Empty: none.
  std::optional<std::int64_t> seconds_to_label;
};

/// What the labels of a batch have in common.
struct LabelBatchKind {
  LabelType label_type = LabelType::default_;
  std::string model_name{};  ///< Empty: none.
  bool overwrite = false;
  std::string project_id{};  ///< Empty: not known.
  std::string step_id{};     ///< Empty: none was named.
};

/// A label as a look-up shows it.
struct ShownLabel {
  std::string asset_id;
  std::string author_email;
  std::string author_id;
  std::string id;
  std::string json_response;      ///< JSON text; empty when it is at the URL.
  std::string json_response_url;  ///< Empty: none.
  std::string model_name;         ///< Empty: none.
};

/// What is changed of a label; what is absent stays.
struct LabelChange {
  std::optional<std::string> json_response{};  ///< JSON text.
  std::optional<std::string> model_name{};
  std::optional<std::int64_t> seconds_to_label{};
};

/// Where the bytes of a file go that a label answers with.
struct AnnotationFileUpload {
  std::string file_id;
  std::string upload_url;
};

/// The steps of the workflow of a project.
struct LabelWorkflow {
  struct Step {
    std::string group_id;  ///< Empty: in no group.
    std::string id;
    std::string name;
  };
  struct Group {
    std::string id;
    std::string name;
  };
  std::vector<Group> groups;
  std::vector<Step> steps;
  std::string version;
};

/// Mutations of labels, and the look-ups that tell what became of them. All may throw what
/// GraphQLClient::execute() throws. Thread-safe.
class LabelMutationsApi {
 public:
  static constexpr std::size_t labels_per_mutation = 100;
  static constexpr std::size_t labels_per_page = RecordLookup::records_per_page;

  LabelMutationsApi(const std::shared_ptr<const graphql::GraphQLClient>& graphql,
                    std::shared_ptr<const ServiceCapabilities> capabilities)
      : capabilities_(std::move(capabilities)), graphql_(graphql), queries_(graphql) {}

  // Mutations: none is repeated by itself.
  /// @return the ids of the labels in their order.
  /// @throws UnsupportedByServiceError when the service does not take a step.
  [[nodiscard]] std::vector<std::string> append_many_labels(const LabelBatchKind& kind,
                                                            std::span<const LabelToAppend* const> labels,
                                                            const support::CallContext& context) const;
  /// @return the id of the label.
  [[nodiscard]] std::string append_to_labels(const LabelToAppend& label, LabelType label_type,
                                             const support::CallContext& context) const;
  /// @return the id of the label.
  [[nodiscard]] std::string create_honeypot(std::string_view asset_id, std::string_view json_response,
                                            const support::CallContext& context) const;
  /// @return the ids that were deleted.
  [[nodiscard]] std::vector<std::string> delete_labels(std::span<const std::string> ids,
                                                       const support::CallContext& context) const;
  /// @return the id of the label.
  [[nodiscard]] std::string update_properties_in_label(std::string_view label_id, const LabelChange& change,
                                                       const support::CallContext& context) const;
  /// May be repeated: a place that is not used costs nothing.
  [[nodiscard]] AnnotationFileUpload create_annotation_file_upload(std::string_view project_id,
                                                                   std::string_view asset_id,
                                                                   const support::CallContext& context) const;

  // Look-ups.
  /// Ids of the labels of this type that are on these assets (at most AssetsApi::asset_ids_per_request).
  [[nodiscard]] std::vector<std::string> label_ids_on(std::span<const std::string> asset_ids, LabelType type,
                                                      const support::CallContext& context) const;
  /// The same with what they say.
  [[nodiscard]] std::vector<ShownLabel> labels_on(std::span<const std::string> asset_ids, LabelType type,
                                                  const support::CallContext& context) const;
  /// Which of these labels (at most labels_per_page) exist.
  [[nodiscard]] std::vector<std::string> existing_label_ids(std::span<const std::string> ids,
                                                            const support::CallContext& context) const;
  /// The steps of a project. @throws NotFoundError for an unknown project; UnsupportedByServiceError when the
  /// service knows no steps.
  [[nodiscard]] LabelWorkflow workflow(std::string_view project_id,
                                       const support::CallContext& context) const;

 private:
  [[nodiscard]] std::vector<std::string> ids_of(const RecordLookup& lookup,
                                                const support::CallContext& context) const;

  std::shared_ptr<const ServiceCapabilities> capabilities_;
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  RecordQueries queries_;
};

}  // namespace kili::api
