#pragma once

/// @file
/// How a call lists projects, members, users or issues.

#include <cstddef>
#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Arguments of a listing beside its filters.
struct ListingArguments {
  /// RecordRange::cursor() or RecordPage::cursor of an earlier listing with the same filters, of this or
  /// another process: the listing goes on behind the records that were delivered there.
  std::optional<std::string> cursor{};
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Fields to request, nested ones with dots ("user.email"). Not given: the default fields of the listing,
  /// see IssuesArguments, ProjectUsersArguments, ProjectsArguments and UsersArguments.
  List<std::string> fields{};
  /// Most records to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// Records per request, 1 to 1000.
  std::size_t page_size = 100;
  /// Pages requested ahead of the one that is read, 0 to 64.
  std::size_t prefetch = 8;
  /// Number of records to skip, in the order of the service.
  std::size_t skip = 0;
};

}  // namespace v0_1
}  // namespace kili
