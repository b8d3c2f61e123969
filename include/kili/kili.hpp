#pragma once

/// @file
/// Everything of the client library.

#include "kili/append_many_to_dataset.hpp"
#include "kili/asset.hpp"
#include "kili/asset_filters.hpp"
#include "kili/asset_range.hpp"
#include "kili/assets_arguments.hpp"
#include "kili/call_options.hpp"
#include "kili/client.hpp"
#include "kili/client_options.hpp"
#include "kili/enums.hpp"
#include "kili/errors.hpp"
#include "kili/http_transport.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"
#include "kili/messages.hpp"
#include "kili/new_asset.hpp"
#include "kili/version.hpp"
