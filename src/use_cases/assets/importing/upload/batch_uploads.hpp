#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/jobs.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/importing/import_errors.hpp"
#include "use_cases/assets/importing/import_report.hpp"
#include "use_cases/assets/importing/upload/import_batch.hpp"
#include "use_cases/assets/importing/upload/import_uploads.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// The upload stage: asks for the signed URLs of a batch and uploads what its assets have, until
/// ImportBatch::uploads_ended(). An asset whose upload fails is reported and dropped from its batch. Used by
/// one thread; the requests run as jobs.
class BatchUploads {
 public:
  /// The references outlive the object.
  BatchUploads(const Resources& resources, const std::string& project_id, const OutagePatience& patience,
               ImportReport& report, ImportErrors& errors, engine::Jobs& jobs,
               const support::CallContext& context)
      : uploads_(resources, project_id, patience, context), report_(report), errors_(errors), jobs_(jobs) {}

  void begin(const std::shared_ptr<ImportBatch>& batch) {
    request_signed_urls(batch, batch->begin_uploads());
  }

 private:
  using BatchPointer = std::shared_ptr<ImportBatch>;
  using Places = std::vector<ImportBatch::UploadPlace>;

  void request_signed_urls(const BatchPointer& batch, const Places& places);
  void upload(const BatchPointer& batch, ImportBatch::UploadPlace place, std::string signed_url);
  void end_upload(const BatchPointer& batch);
  void drop(ImportBatch& batch, ImportBatch::UploadPlace place, ImportOutcome outcome,
            const std::exception_ptr& error);

  ImportUploads uploads_;
  ImportReport& report_;
  ImportErrors& errors_;
  engine::Jobs& jobs_;
};

}  // namespace kili::use_cases
