# Debian packages of the components of KiliInstall.cmake: `cpack -G DEB` in a build tree with shared libraries that is
# configured with CMAKE_INSTALL_PREFIX=/usr, which gives the folders of Debian.
if(NOT BUILD_SHARED_LIBS OR NOT TARGET kili_cli OR NOT TARGET kili_sandbox)
  return()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kili)
set(CPACK_PACKAGE_VENDOR kili)
set(CPACK_PACKAGE_CONTACT "kili maintainers <maintainers@kili.invalid>" CACHE STRING "Maintainer of the packages: name <address>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL libkili libkili-dev libkili-sandbox libkili-sandbox-dev kili-tools)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/packages/debian/documents.cmake")

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# What CPack would write for shared libraries calls ldconfig in scripts; Debian's policy has a trigger for that.
set(kili_deb_control "${PROJECT_BINARY_DIR}/packages/control")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${PROJECT_BINARY_DIR}/src")

set(kili_deb_version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
# kili_deb(<component> NAME <package> SECTION <section> SUMMARY <text> DETAILS <text> [SHLIBDEPS]
#          [LIBRARY <name of its shared library>]
#          [DEPENDS <packages>] [RECOMMENDS <packages>]): the Debian package of a component.
macro(kili_deb component)
  cmake_parse_arguments(deb "SHLIBDEPS" "LIBRARY;NAME;SECTION;SUMMARY;DETAILS;DEPENDS;RECOMMENDS" "" ${ARGN})
  string(TOUPPER "${component}" deb_key)
  set(CPACK_DEBIAN_${deb_key}_PACKAGE_NAME "${deb_NAME}")
  set(CPACK_DEBIAN_${deb_key}_PACKAGE_SECTION "${deb_SECTION}")
  set(CPACK_DEBIAN_${deb_key}_PACKAGE_DEPENDS "${deb_DEPENDS}")
  set(CPACK_DEBIAN_${deb_key}_PACKAGE_RECOMMENDS "${deb_RECOMMENDS}")
  if(deb_SHLIBDEPS)
    set(CPACK_DEBIAN_${deb_key}_PACKAGE_SHLIBDEPS ON)
  endif()
  if(deb_LIBRARY)
    file(WRITE "${kili_deb_control}/${component}/triggers" "activate-noawait ldconfig\n")
    file(WRITE "${kili_deb_control}/${component}/shlibs"
         "${deb_LIBRARY} ${kili_soversion} ${deb_NAME} (>= ${PROJECT_VERSION})\n")
    set(CPACK_DEBIAN_${deb_key}_PACKAGE_CONTROL_EXTRA "${kili_deb_control}/${component}/triggers"
                                                      "${kili_deb_control}/${component}/shlibs")
  endif()
  set(CPACK_COMPONENT_${deb_key}_DESCRIPTION "${deb_SUMMARY}\n${deb_DETAILS}")
endmacro()

get_target_property(kili_soversion kili SOVERSION)
set(kili_deb_library "libkili${kili_soversion}")
set(kili_deb_sandbox "libkili-sandbox${kili_soversion}")
kili_deb(libkili SHLIBDEPS LIBRARY libkili NAME "${kili_deb_library}" SECTION libs
         SUMMARY "client library for the Kili labelling platform"
         DETAILS "Imports assets and labels, lists and exports them over the GraphQL API of Kili.")
kili_deb(libkili-dev NAME libkili-dev SECTION libdevel
         SUMMARY "client library for the Kili labelling platform (development files)"
         DETAILS "Headers, the CMake package and the pkg-config file of libkili."
         # The version of nlohmann/json is part of the names of the library: kiliConfig.cmake checks it.
         DEPENDS "${kili_deb_library} (= ${kili_deb_version}), nlohmann-json3-dev")
kili_deb(libkili-sandbox SHLIBDEPS LIBRARY libkili_sandbox NAME "${kili_deb_sandbox}" SECTION libs
         SUMMARY "local server that behaves like the Kili platform"
         DETAILS "Programs that use libkili are tested on it without a network.")
kili_deb(libkili-sandbox-dev NAME libkili-sandbox-dev SECTION libdevel
         SUMMARY "local server that behaves like the Kili platform (development files)"
         DETAILS "The header and the CMake targets of the sandbox, for tests of programs."
         DEPENDS "${kili_deb_sandbox} (= ${kili_deb_version}), libkili-dev (= ${kili_deb_version})"
         RECOMMENDS kili-tools)
kili_deb(kili-tools SHLIBDEPS NAME kili-tools SECTION utils
         SUMMARY "command line of the Kili labelling platform"
         DETAILS "The program kili lists, imports, changes and exports; kili-sandbox is a local server for tests."
         DEPENDS "${kili_deb_library} (= ${kili_deb_version})")

include(CPack)
