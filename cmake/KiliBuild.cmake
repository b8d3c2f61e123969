# How our own targets are compiled. Nothing here reaches the targets of a project that uses kili.

if(PROJECT_IS_TOP_LEVEL)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Kind of build" FORCE)
  endif()
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

  find_program(KILI_CCACHE ccache)
  if(KILI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # ccache stores objects that use a precompiled header only when told that it may.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        "${KILI_CCACHE}")
  endif()

  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The compiler collects its garbage from 1 GB on, in kB. By default it does so five times in each of our sources, which takes
    # a fifth of the time and saves 150 MB.
    add_compile_options("SHELL:--param ggc-min-heapsize=1000000")
  endif()

  # A cross compiler has linkers of its own; that the machine has one says nothing.
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=lld KILI_LINKS_WITH_LLD)
  check_linker_flag(CXX -fuse-ld=gold KILI_LINKS_WITH_GOLD)
  if(KILI_LINKS_WITH_LLD)
    add_link_options(-fuse-ld=lld)
  elseif(KILI_LINKS_WITH_GOLD)
    add_link_options(-fuse-ld=gold)
  endif()
endif()

if(KILI_SANITIZE)
  add_compile_options(-fsanitize=${KILI_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KILI_SANITIZE})
  if(KILI_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

# Says before the build what the standard library lacks: libc++ 19 reads no floating-point numbers with std::from_chars, and has
# std::stop_token only with -fexperimental-library.
function(kili_require_of_standard_library variable what remedy source)
  if(${variable})
    return()
  endif()
  set(CMAKE_CXX_STANDARD_REQUIRED ON)
  if(NOT CMAKE_CXX_STANDARD OR CMAKE_CXX_STANDARD LESS 20)
    set(CMAKE_CXX_STANDARD 20)
  endif()
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  unset(${variable} CACHE)  # a remedy may have come since
  try_compile(${variable} SOURCE_FROM_CONTENT "${variable}.cpp" "${source}" CXX_STANDARD ${CMAKE_CXX_STANDARD} CXX_STANDARD_REQUIRED ON)
  if(NOT ${variable})
    message(FATAL_ERROR "kili: the C++ standard library has no ${what}; ${remedy}")
  endif()
endfunction()
kili_require_of_standard_library(
  KILI_HAS_STOP_TOKEN "std::stop_token of C++20"
  "use libstdc++ 12 or newer (with clang: without -stdlib=libc++), or libc++ 20 with -fexperimental-library in CMAKE_CXX_FLAGS"
  "#include <stop_token>\nstd::stop_source source;\nstd::stop_token token = source.get_token();\n")
kili_require_of_standard_library(
  KILI_HAS_FROM_CHARS_OF_DOUBLE "std::from_chars for floating-point numbers"
  "use libstdc++ 12 or newer (with clang: without -stdlib=libc++), or libc++ 20 or newer"
  "#include <charconv>\nbool read(const char* from, const char* to, double& number) { return std::from_chars(from, to, number).ec == std::errc(); }\n")

# Language, visibility and warnings of one of our targets.
function(kili_configure_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(
    ${target}
    PROPERTIES CXX_EXTENSIONS OFF
               CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  if(KILI_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms inside std::string (https://gcc.gnu.org/PR105329 and PR105651).
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    # And about a std::optional that holds a std::function, at -O3.
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-Wno-maybe-uninitialized>)
    if(KILI_SANITIZE)
      # Instrumented code hides from the compiler what is initialised, in <regex> for instance.
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    endif()
  endif()
  if(KILI_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Boost.Asio has fences beside its locks; the sanitizer does not follow them, and the locks suffice for it.
    target_compile_options(${target} PRIVATE -Wno-tsan)
  endif()
endfunction()

# With KILI_UNITY_BUILD (TESTS: below the folder tests alone), compiles the sources of a target in batches of at most that many, all of about the same size, since
# what the sources instantiate from templates is then made once for the batch: kili_compile_in_batches(<target> <most>).
function(kili_compile_in_batches target most)
  string(FIND "${CMAKE_CURRENT_SOURCE_DIR}/" "${PROJECT_SOURCE_DIR}/tests/" place)
  if(KILI_UNITY_BUILD STREQUAL "TESTS")
    if(NOT place EQUAL 0)
      return()
    endif()
  elseif(NOT KILI_UNITY_BUILD)
    return()
  endif()
  if(KILI_SANITIZE)
    math(EXPR most "(${most} + 1) / 2")  # instrumented code takes twice the memory to compile
  endif()
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  list(LENGTH sources count)
  math(EXPR batches "(${count} + ${most} - 1) / ${most}")
  math(EXPR size "(${count} + ${batches} - 1) / ${batches}")
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${size})
  # Names of one file may hide those of another; builds without see what hides within a file.
  target_compile_options(${target} PRIVATE -Wno-shadow)
endfunction()

# Precompiles the headers of dependencies that weigh most: kili_precompile(<target> <header>...), or uses those that a
# target with the same options has precompiled: kili_precompile(<target> REUSE_FROM <other target>).
function(kili_precompile target)
  if(NOT KILI_PRECOMPILED_HEADERS)
    return()
  endif()
  if(ARGV1 STREQUAL "REUSE_FROM")
    target_precompile_headers(${target} REUSE_FROM ${ARGV2})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)  # ccache needs it
  elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()
