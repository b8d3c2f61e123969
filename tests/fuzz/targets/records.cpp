#include "api/assets/asset_record.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include "api/label_annotations.hpp"
#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "support/json_text.hpp"

namespace kili::fuzz {
namespace {

using nlohmann::json;

void read_asset(const Asset& asset) {
  const auto read = [](const auto& accessor) {
    return parses<Error>([&accessor] { static_cast<void>(accessor()); });
  };
  read([&] { return asset.id(); });
  read([&] { return asset.external_id(); });
  read([&] { return asset.content(); });
  read([&] { return asset.created_at(); });
  read([&] { return asset.created_at_time(); });
  read([&] { return asset.updated_at(); });
  read([&] { return asset.updated_at_time(); });
  read([&] { return asset.consensus_mark(); });
  read([&] { return asset.honeypot_mark(); });
  read([&] { return asset.inference_mark(); });
  read([&] { return asset.status(); });
  read([&] { return asset.skipped(); });
  read([&] { return asset.is_honeypot(); });
  read([&] { return asset.json_metadata(); });
  read([&] { return asset.labels(); });
  read([&] { return asset.resolution(); });
  read([&] { return asset.ontology(); });
  read([&] { return asset.parsed_labels(); });
  read([&] { return asset.parsed_latest_label(); });
  static_cast<void>(parses<FieldError>([&] {
    const int priority = asset.priority();
    require(json(priority) == asset.json().at("priority"), "a number is read as it is, or not at all");
  }));
}

}  // namespace

/// A record of an asset; below "linked" the text of every document that it refers to.
void fuzz_records(std::string_view input) {
  static const auto ontology = Ontology::parse(
      R"({"jobs":{"JOB_0":{"mlTask":"CLASSIFICATION","required":1,"isChild":false,)"
      R"("content":{"categories":{"A":{"name":"A","children":[]},"B":{"name":"B","children":[]}},"input":"radio"}}}})",
      InputType::image);
  json record;
  if (!parses<std::invalid_argument>([&] { record = support::parse_json(input); })) return;
  if (!record.is_object()) return;
  const std::string linked = record.contains("linked") ? support::compact_json(record["linked"]) : "{}";
  const bool is_decoded = parses<Error>([&] {
    static_cast<void>(api::id_of_asset(record));
    support::JsonBudget budget;
    api::decode_asset_record(record, budget);
    for (const auto& document : api::linked_documents(record)) document.put(linked, budget);
    require(api::linked_documents(record).empty() || record.contains("ocrMetadata"),
            "a document is fetched once");
  });
  if (is_decoded) {
    static_cast<void>(parses<Error>([&] {
      json completed = record;
      const api::AnnotatedResponses responses(std::vector<std::string>{"labels.jsonResponse"}, {"JOB_0"});
      responses.complete(completed);
      read_asset(Asset(completed, ontology));
    }));
  }
  read_asset(Asset(record, ontology));
  read_asset(Asset(record));
}

}  // namespace kili::fuzz
