#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kili/append_many_to_dataset.hpp"
#include "support/call_context.hpp"
#include "use_cases/import_plan.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// `append_many_to_dataset` of the specification: checks, leaves out what exists already, imports the rest,
/// and reports on every asset.
class AppendAssets {
 public:
  explicit AppendAssets(Services services) : services_(std::move(services)) {}
  [[nodiscard]] AppendResult run(std::string_view project_id, const AppendManyToDataset& arguments,
                                 const support::CallContext& context) const;

 private:
  class Report;

  void check_with_service(std::string_view project_id, ImportPlan& plan, Report& report,
                          const support::CallContext& context) const;
  void leave_out_existing(ImportPlan& plan, const std::vector<std::string>& existing, Report& report) const;
  [[nodiscard]] std::vector<std::string> existing_external_ids(std::string_view project_id,
                                                               const std::vector<std::string>& external_ids,
                                                               const support::CallContext& context) const;

  Services services_;
};

}  // namespace kili::use_cases
