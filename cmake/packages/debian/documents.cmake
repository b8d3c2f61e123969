# Run by cpack between the installation into its own folder and the making of packages: adds what Debian wants in each
# package, compresses manual pages, and gives folders the permissions that Debian wants whatever the umask is.
cmake_policy(VERSION 3.25)

set(here "${CMAKE_CURRENT_LIST_DIR}")
set(root "${here}/../../..")
set(for_all_to_read OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)

# compress(FILE RESULT): without a name and a time in it, so that the packages are the same each time.
function(compress file result)
  execute_process(COMMAND gzip -9nc "${file}" OUTPUT_FILE "${result}" COMMAND_ERROR_IS_FATAL ANY)
  file(CHMOD "${result}" PERMISSIONS ${for_all_to_read})
endfunction()

file(STRINGS "${here}/changelog" newest LIMIT_COUNT 1)
set(version "${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
if(NOT newest MATCHES "^kili \\(([^)]*)\\)" OR NOT CMAKE_MATCH_1 STREQUAL version)
  message(FATAL_ERROR "documents.cmake: the first entry of ${here}/changelog is not for ${version}: ${newest}")
endif()

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER "${component}" key)
  set(package "${CPACK_DEBIAN_${key}_PACKAGE_NAME}")
  set(staged "${CPACK_TEMPORARY_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX}")
  if(NOT IS_DIRECTORY "${staged}")
    message(FATAL_ERROR "documents.cmake: nothing is installed for ${component} in ${staged}")
  endif()
  set(documents "${staged}/share/doc/${package}")
  # INSTALL would prepend DESTDIR, which cpack sets.
  file(COPY "${here}/copyright" DESTINATION "${documents}" FILE_PERMISSIONS ${for_all_to_read})
  compress("${here}/changelog" "${documents}/changelog.Debian.gz")
  compress("${root}/docs/CHANGELOG.md" "${documents}/changelog.gz")
  file(GLOB pages "${staged}/share/man/man*/*.[0-9]")
  foreach(page IN LISTS pages)
    compress("${page}" "${page}.gz")
    file(REMOVE "${page}")
  endforeach()
  file(GLOB_RECURSE folders LIST_DIRECTORIES true "${staged}/*")
  foreach(folder IN LISTS staged folders)
    if(IS_DIRECTORY "${folder}")
      file(CHMOD "${folder}" PERMISSIONS ${for_all_to_read} OWNER_EXECUTE GROUP_EXECUTE WORLD_EXECUTE)
    endif()
  endforeach()
endforeach()
