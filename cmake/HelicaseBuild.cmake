# How everything is compiled: standard, warnings, sanitizers, fast linker, compiler cache.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness settings are what ccache asks for to cache files that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${CCACHE}")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Applied to our own targets only; foreign headers are system headers.
add_library(helicase_flags INTERFACE)
target_include_directories(helicase_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(helicase_flags INTERFACE QT_NO_KEYWORDS)
target_compile_options(helicase_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       -Woverloaded-virtual -fpch-preprocess
                       # Members left out of a designated initializer take their defaults: our way to write options.
                       -Wno-missing-field-initializers
                       # g++ 12 reports string concatenation in error (GCC bug 105651).
                       -Wno-restrict)
if(HELICASE_WARNINGS_AS_ERRORS)
  target_compile_options(helicase_flags INTERFACE -Werror)
endif()
if(HELICASE_SANITIZER)
  target_compile_options(helicase_flags INTERFACE -fsanitize=${HELICASE_SANITIZER} -fno-omit-frame-pointer)
  target_link_options(helicase_flags INTERFACE -fsanitize=${HELICASE_SANITIZER})
endif()
