# One static library per folder of core/ and widgets/: its sources are the folder's own files, so that
# the tree is the list. What a library may use is what DEPENDS names.
#
#   helicase_library(NAME DEPENDS lib...)     every .cpp and .h directly in the current folder
#   helicase_test(NAME DEPENDS lib... LABELS label... [GL])   tst_NAME.cpp in the current folder
function(helicase_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  if(NOT sources)
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp")
    file(TOUCH "${sources}")
  endif()
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC helicase_flags ${arg_DEPENDS})
endfunction()

# Compiles a whole library as one translation unit: where a folder's files all read the same large headers
# (Qt and VTK, LibTorch), reading them once saves most of a cold build.
function(helicase_one_unit)
  set_target_properties(${ARGN} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  foreach(name ${ARGN})
    # In one unit, a private class made of file-local parts looks like one in a header.
    target_compile_options(${name} PRIVATE -Wno-subobject-linkage)
  endforeach()
endfunction()

# Tests of the core and of widgets that need no OpenGL run on the "offscreen" platform; those marked GL
# run on a virtual X server with software rendering. TIMED adds NAME_timed, label slow: the same test held to
# its goals of time (tests/support/time_limit.h). FULL adds NAME_full, label slow: the same test at its full length
# (environment HELICASE_FULL).
function(helicase_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "GL;TIMED;FULL" "TIMEOUT" "DEPENDS;LABELS")
  set(target tst_${name})
  add_executable(${target} ${target}.cpp)
  set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  target_link_libraries(${target} PRIVATE helicase_flags helicase_test_support Qt6::Test ${arg_DEPENDS})
  if("${arg_DEPENDS}" MATCHES "helicase_neural")
    # The precompiled header of LibTorch was compiled with -fPIC, where an executable would take -fPIE. Behind one,
    # g++ 12 reports string concatenation in error (GCC bug 105651).
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${target} PRIVATE -fPIC -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    target_precompile_headers(${target} REUSE_FROM helicase_torch)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set(environment "HELICASE_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}" "OMP_WAIT_POLICY=passive")
  if(arg_GL)
    set(command xvfb-run -a -s "-screen 0 1600x1000x24" $<TARGET_FILE:${target}>)
    list(APPEND environment "QT_QPA_PLATFORM=xcb" "LIBGL_ALWAYS_SOFTWARE=1")
  else()
    set(command ${target})
    list(APPEND environment "QT_QPA_PLATFORM=offscreen")
  endif()
  add_test(NAME ${name} COMMAND ${command})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}" LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
  if(arg_TIMED)
    add_test(NAME ${name}_timed COMMAND ${command})
    set_tests_properties(${name}_timed PROPERTIES ENVIRONMENT "${environment};HELICASE_TIMED=1" LABELS slow
                         TIMEOUT ${arg_TIMEOUT} RUN_SERIAL ON)
  endif()
  if(arg_FULL)
    add_test(NAME ${name}_full COMMAND ${command})
    set_tests_properties(${name}_full PROPERTIES ENVIRONMENT "${environment};HELICASE_FULL=1" LABELS slow TIMEOUT 3600)
  endif()
endfunction()
