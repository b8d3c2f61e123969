#pragma once

/// @file
/// The structures of the Arrow C data interface and the Arrow C stream interface, which `Table::export_to()`
/// fills (https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html). The guards are
/// those of the specification, so that any other copy of the structures may be included before or after. Not
/// part of kili/kili.hpp: programs that get them from another header do not need this file.

#include <cstdint>

extern "C" {

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/// Type of an array.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  /// Null when the structure was released or moved from.
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

/// Data of an array, or of a batch of records (an array of structures).
struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  /// Null when the structure was released or moved from.
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/// A source of arrays of one type.
struct ArrowArrayStream {
  /// Returns 0 or an errno code.
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  /// Returns 0 or an errno code; a released array marks the end.
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  /// Text of the error of the last call, valid until the next one; may be null.
  const char* (*get_last_error)(struct ArrowArrayStream*);
  /// Null when the structure was released or moved from.
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif  // ARROW_C_STREAM_INTERFACE

}  // extern "C"
