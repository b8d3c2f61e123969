#!/usr/bin/env bash
# What does not compile says why: the misspelt or misplaced member, or the argument that is meant.
# Usage: tests/consumers/compile_errors.sh COMPILER COMPILER_ARGUMENT...
set -euo pipefail

compiler=("$@" -std=c++20 -fsyntax-only -x c++ -)
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
failed=0

# try TEXT PROGRAM: the compiler refuses these lines with this text; nothing: it takes them.
try() {
  local text="$1"
  {
    printf '#include <string>\n#include <vector>\n#include "kili/kili.hpp"\n'
    printf 'void program(const kili::Client& client) {\n%s\n}\n' "$2"
  } >"$work/program.cpp"
  if "${compiler[@]}" <"$work/program.cpp" >"$work/output" 2>&1; then
    [[ -z "$text" ]] && return
    echo "FAILED: it compiles: $2" >&2
  elif [[ -n "$text" ]] && tr -s '[:space:]' ' ' <"$work/output" | grep -qE -- "$text"; then
    return
  else
    echo "FAILED: no '$text' for: $2" >&2
    head -20 "$work/output" >&2
  fi
  failed=1
}

# What is right compiles: the others fail for their own reasons.
try '' '
  static_cast<void>(client.count_assets("p", {.external_id_in = {{"a"}}}));
  client.append_many_to_dataset("p", {.content_array = {{"a.jpg"}}, .external_id_array = {{"a"}}});
  client.append_many_to_dataset("p", std::vector<kili::NewAsset>{});
  client.append_labels(std::vector<kili::NewLabel>{});'

# A misspelt member is named where its type is written, and where a function has one form (g++ names the type alone then).
try 'has no non-static data member named .content_aray|field designator .content_aray. does not refer' '
  client.append_many_to_dataset("p", kili::AppendManyToDataset{.content_aray = {{"a.jpg"}}});'
try 'AssetFilters' '
  static_cast<void>(client.count_assets("p", {.external_ids_in = {{"a"}}}));'

# A missing argument.
try 'requires at least 2 arguments|expects 3 arguments, 1 provided' '
  client.append_many_to_dataset({.content_array = {{"a.jpg"}}});'

# Elements of another type.
try 'takes a range of kili::NewAsset; paths and URLs alone go into AppendManyToDataset::content_array' '
  client.append_many_to_dataset("p", std::vector<std::string>{"a.jpg"});'
try 'takes a range of kili::NewLabel; responses alone go into AppendLabels::json_response_array' '
  client.append_labels(std::vector<std::string>{"{}"});'
try 'takes a range of kili::NewLabel; responses alone go into CreatePredictions::json_response_array' '
  client.create_predictions("p", std::vector<std::string>{"{}"}, {.model_name = "m"});'

# Members out of order: an error of g++, a warning of clang++.
compiler=("${compiler[@]:0:${#compiler[@]}-3}" -Werror -fsyntax-only -x c++ -)
try 'designator order for field .*content_array|declaration order.*external_id_array' '
  client.append_many_to_dataset("p", {.external_id_array = {{"a"}}, .content_array = {{"a.jpg"}}});'

exit "$failed"
