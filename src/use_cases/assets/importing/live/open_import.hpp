#pragma once

#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "kili/assets/asset_import.hpp"
#include "support/bell.hpp"
#include "support/call_context.hpp"
#include "support/condition.hpp"
#include "support/process_bound.hpp"
#include "use_cases/assets/importing/import_of_assets.hpp"
#include "use_cases/assets/importing/live/asset_queue.hpp"
#include "use_cases/assets/importing/live/outage_patience.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `open_import`: an import that stays open. Callers of any thread give it assets; a thread of its own
/// carries it out. The destructor closes it and waits for that thread.
class OpenImport final : private ImportReport::Observer {
 public:
  /// @throws MissingArgumentError, ValidationError, FileError; nothing was sent.
  OpenImport(Resources resources, std::string project_id, AssetImportSettings settings,
             support::CallContext context);
  OpenImport(const OpenImport&) = delete;
  OpenImport& operator=(const OpenImport&) = delete;
  ~OpenImport() override;

  PushResult push(NewAsset asset);
  void flush();
  [[nodiscard]] AppendResult close();
  [[nodiscard]] AssetImportCounts counts() const;

 private:
  void run();
  void settled(const ImportedAsset& asset) override;
  void end();
  void wait_for_end();
  void check_not_in_callback(const char* method) const;

  support::ProcessMark process_;
  Resources resources_;
  AssetImportSettings settings_;
  support::CallContext context_;
  support::Bell bell_;
  AssetQueue queue_;
  std::stop_source closing_;
  OutagePatience patience_;
  ImportOfAssets import_;

  std::mutex mutex_;  // of what follows
  support::Condition ended_now_;
  bool ended_ = false;
  bool told_ = false;  ///< The caller has got the result.
  std::exception_ptr error_;
  AppendResult result_;

  std::stop_callback<std::function<void()>> on_stop_;
  std::thread thread_;  // last: uses the rest
};

}  // namespace kili::use_cases
