# An overlay port: builds the sources that it stands in. See docs/installing.md.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)

vcpkg_check_features(
  OUT_FEATURE_OPTIONS FEATURE_OPTIONS
  FEATURES
    cli KILI_BUILD_CLI
    sandbox KILI_BUILD_SANDBOX)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DKILI_BUILD_TESTS=OFF
    -DKILI_BUILD_EXAMPLES=OFF
    -DKILI_BUILD_DOCS=OFF
    ${FEATURE_OPTIONS}
  OPTIONS_DEBUG
    -DKILI_BUILD_CLI=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/kili)
vcpkg_fixup_pkgconfig()

set(programs "")
if("cli" IN_LIST FEATURES)
  list(APPEND programs kili)
endif()
if("sandbox" IN_LIST FEATURES)
  list(APPEND programs kili-sandbox)
  # vcpkg keeps programs in tools/<port>, where the configuration of kili does not look.
  vcpkg_replace_string("${CURRENT_PACKAGES_DIR}/share/kili/kiliConfig.cmake"
    "\${PACKAGE_PREFIX_DIR}/bin" "\${PACKAGE_PREFIX_DIR}/tools/kili")
endif()
if(programs)
  vcpkg_copy_tools(TOOL_NAMES ${programs} AUTO_CLEAN)
endif()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share"
  "${CURRENT_PACKAGES_DIR}/share/doc" "${CURRENT_PACKAGES_DIR}/share/man"
  "${CURRENT_PACKAGES_DIR}/share/bash-completion" "${CURRENT_PACKAGES_DIR}/share/fish" "${CURRENT_PACKAGES_DIR}/share/zsh")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
