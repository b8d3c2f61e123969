# What `cmake --install` lays down, and how other projects find it there or in the build tree.
include(CMakePackageConfigHelpers)

# Each part is a component, and a package of KiliPackages.cmake: libkili, libkili-dev, libkili-sandbox,
# libkili-sandbox-dev and kili-tools. Without --component all are installed.
set(kili_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/kili")

# --- kili::kili ---------------------------------------------------------------------------------------------------
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/kili" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT libkili-dev
        FILES_MATCHING PATTERN "*.hpp"
        PATTERN "sandbox.hpp" EXCLUDE)
install(FILES "${PROJECT_BINARY_DIR}/generated/include/kili/export.hpp"
              "${PROJECT_BINARY_DIR}/generated/include/kili/json_version.hpp" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/kili"
        COMPONENT libkili-dev)
install(
  TARGETS kili EXPORT kiliTargets
  LIBRARY COMPONENT libkili NAMELINK_COMPONENT libkili-dev
  ARCHIVE COMPONENT libkili-dev)
install(EXPORT kiliTargets NAMESPACE kili:: DESTINATION "${kili_package_dir}" COMPONENT libkili-dev)
export(EXPORT kiliTargets NAMESPACE kili:: FILE "${PROJECT_BINARY_DIR}/kiliTargets.cmake")

# --- The program kili ---------------------------------------------------------------------------------------------
if(TARGET kili_cli)
  install(TARGETS kili_cli COMPONENT kili-tools)
  install(FILES "${PROJECT_BINARY_DIR}/kili.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" OPTIONAL
          COMPONENT kili-tools)
  set(kili_completions "${CMAKE_INSTALL_DATAROOTDIR}")
  install(FILES "${PROJECT_BINARY_DIR}/completions/kili" DESTINATION "${kili_completions}/bash-completion/completions" OPTIONAL
          COMPONENT kili-tools)
  install(FILES "${PROJECT_BINARY_DIR}/completions/_kili" DESTINATION "${kili_completions}/zsh/vendor-completions" OPTIONAL
          COMPONENT kili-tools)
  install(FILES "${PROJECT_BINARY_DIR}/completions/kili.fish" DESTINATION "${kili_completions}/fish/vendor_completions.d" OPTIONAL
          COMPONENT kili-tools)
endif()

# --- kili::sandbox ------------------------------------------------------------------------------------------------
if(TARGET kili_sandbox)
  install(FILES "${PROJECT_SOURCE_DIR}/include/kili/sandbox.hpp" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/kili"
          COMPONENT libkili-sandbox-dev)
  install(
  TARGETS kili_sandbox EXPORT kiliSandboxTargets
  LIBRARY COMPONENT libkili-sandbox NAMELINK_COMPONENT libkili-sandbox-dev
  ARCHIVE COMPONENT libkili-sandbox-dev)
  install(EXPORT kiliSandboxTargets NAMESPACE kili:: DESTINATION "${kili_package_dir}" COMPONENT libkili-sandbox-dev)
  export(EXPORT kiliSandboxTargets NAMESPACE kili:: FILE "${PROJECT_BINARY_DIR}/kiliSandboxTargets.cmake")
  install(TARGETS kili_sandbox_program COMPONENT kili-tools)
  install(FILES "${PROJECT_SOURCE_DIR}/cmake/packages/kili-sandbox.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1"
          COMPONENT kili-tools)
endif()

# --- The package --------------------------------------------------------------------------------------------------
if(BUILD_SHARED_LIBS)
  set(KILI_LIBRARIES_ARE_STATIC FALSE)
else()
  set(KILI_LIBRARIES_ARE_STATIC TRUE)
endif()
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/kiliConfig.cmake.in" "${PROJECT_BINARY_DIR}/kiliConfig.cmake"
  INSTALL_DESTINATION "${kili_package_dir}"
  PATH_VARS CMAKE_INSTALL_BINDIR
  NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may break its users.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/kiliConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/kiliConfig.cmake" "${PROJECT_BINARY_DIR}/kiliConfigVersion.cmake"
        DESTINATION "${kili_package_dir}" COMPONENT libkili-dev)

# --- pkg-config ---------------------------------------------------------------------------------------------------
set(KILI_PC_REQUIRES "nlohmann_json")
set(KILI_PC_LIBS "")
if(NOT BUILD_SHARED_LIBS)
  string(APPEND KILI_PC_REQUIRES ", libcurl, libarchive, expat, fmt, zlib")
  set(KILI_PC_LIBS "-lboost_context -pthread")  # Boost has no .pc files
endif()
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig"
           OUTPUT_VARIABLE KILI_PC_PREFIX)
configure_file("${PROJECT_SOURCE_DIR}/cmake/kili.pc.in" "${PROJECT_BINARY_DIR}/kili.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/kili.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT libkili-dev)
# Debian packages hold it as the file copyright.
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT license)

if(PROJECT_IS_TOP_LEVEL)
  include(KiliPackages)
endif()
