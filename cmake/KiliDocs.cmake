# Target docs: the site of the documentation, as HTML: the guides of docs/ and the reference of the public headers.
# It needs no network: style and scripts are copied.
find_package(Doxygen QUIET COMPONENTS dot)
find_package(Python3 QUIET COMPONENTS Interpreter)
find_path(KILI_DOXYGEN_AWESOME_CSS doxygen-awesome.css PATH_SUFFIXES share/doxygen-awesome-css
          DOC "Folder of doxygen-awesome.css, the style of the documentation")
mark_as_advanced(KILI_DOXYGEN_AWESOME_CSS)
if(DOXYGEN_FOUND AND TARGET Doxygen::dot AND Python3_Interpreter_FOUND AND KILI_DOXYGEN_AWESOME_CSS)
  set(kili_site "${PROJECT_SOURCE_DIR}/docs/site")
  set(kili_diagrams "${CMAKE_CURRENT_BINARY_DIR}/docs/diagrams")

  set(DOXYGEN_PROJECT_NAME "kili")
  set(DOXYGEN_PROJECT_NUMBER "${PROJECT_VERSION}")
  set(DOXYGEN_PROJECT_BRIEF "C++ client of the Kili labelling platform")
  set(DOXYGEN_STRIP_FROM_PATH "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}")
  set(DOXYGEN_STRIP_FROM_INC_PATH "${PROJECT_SOURCE_DIR}/include")
  set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
  set(DOXYGEN_EXCLUDE_SYMBOLS "kili::detail*" "kili::async::detail*")
  set(DOXYGEN_MACRO_EXPANSION YES)
  set(DOXYGEN_PREDEFINED "KILI_EXPORT=" "KILI_SANDBOX_EXPORT=")
  set(DOXYGEN_EXTRACT_ALL YES)
  set(DOXYGEN_QUIET YES)
  # A parameter that is explained by its name and type needs no words; wrong words are errors.
  set(DOXYGEN_WARN_IF_INCOMPLETE_DOC NO)
  set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
  set(DOXYGEN_FILE_PATTERNS "*.hpp" "*.md")
  # Names are shown as programs write them, without the inline namespace of the version.
  # A shell runs the filters: the quotes are for paths with blanks.
  set(DOXYGEN_FILTER_PATTERNS
      "\"*.md='${Python3_EXECUTABLE}' '${kili_site}/markdown_filter.py'\" \"*.hpp=sed -f '${kili_site}/header_filter.sed'\"")
  set(DOXYGEN_VERBATIM_VARS DOXYGEN_FILTER_PATTERNS)
  set(DOXYGEN_TOC_INCLUDE_HEADINGS 0)
  set(DOXYGEN_IMAGE_PATH "${kili_diagrams}")
  set(DOXYGEN_SHOW_USED_FILES NO)
  set(DOXYGEN_VERBATIM_HEADERS NO)
  set(DOXYGEN_SOURCE_BROWSER NO)

  # Diagrams of classes and includes take minutes and say little here; those of the guides are drawn below.
  set(DOXYGEN_HAVE_DOT NO)
  set(DOXYGEN_CLASS_GRAPH NO)

  set(DOXYGEN_GENERATE_TREEVIEW YES)
  set(DOXYGEN_DISABLE_INDEX NO)
  set(DOXYGEN_FULL_SIDEBAR NO)
  set(DOXYGEN_TREEVIEW_WIDTH 290)
  set(DOXYGEN_LAYOUT_FILE "${kili_site}/layout.xml")
  set(DOXYGEN_HTML_HEADER "${kili_site}/header.html")
  set(DOXYGEN_HTML_EXTRA_STYLESHEET
      "${KILI_DOXYGEN_AWESOME_CSS}/doxygen-awesome.css"
      "${KILI_DOXYGEN_AWESOME_CSS}/doxygen-awesome-sidebar-only.css"
      "${kili_site}/site.css")
  set(DOXYGEN_HTML_TIMESTAMP NO)
  # What checks the site reads it: tests/docs/check_site.py.
  set(DOXYGEN_GENERATE_XML YES)
  set(DOXYGEN_XML_PROGRAMLISTING NO)

  doxygen_add_docs(docs
    "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/docs" "${PROJECT_SOURCE_DIR}/SECURITY.md"
    COMMENT "Writing the documentation to ${CMAKE_CURRENT_BINARY_DIR}/html")

  add_custom_target(kili_docs_diagrams
    COMMAND "${Python3_EXECUTABLE}" "${kili_site}/draw_diagrams.py" "$<TARGET_FILE:Doxygen::dot>"
            "${kili_site}" "${kili_diagrams}"
    COMMENT "Drawing the diagrams of the documentation")
  add_dependencies(docs kili_docs_diagrams)
else()
  message(STATUS "kili: no target docs, which needs Doxygen, dot, Python 3 and doxygen-awesome-css")
endif()
