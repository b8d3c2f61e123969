#pragma once

// CLI11's header is heavy; most files only pass its application on.
namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
}
