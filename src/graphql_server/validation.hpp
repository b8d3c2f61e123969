#pragma once

#include <vector>

#include "graphql_server/document_cache.hpp"
#include "graphql_server/schema.hpp"

namespace kili::sandbox::graphql {

/// All that the GraphQL specification (October 2021, section 5) finds wrong with a document.
std::vector<Error> validate(const Schema::Data& schema, const PreparedDocument& document);

}  // namespace kili::sandbox::graphql
