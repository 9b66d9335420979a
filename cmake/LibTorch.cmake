# The CPU libraries of the torch wheel. libtorch_cuda.so is never linked: it is opened at run time.
set(torch_root "${HELICASE_LIBTORCH}/torch")
if(NOT EXISTS "${torch_root}/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch is not in ${HELICASE_LIBTORCH}. Run packaging/setup.sh first.")
endif()
add_library(LibTorch::c10 SHARED IMPORTED)
set_target_properties(LibTorch::c10 PROPERTIES IMPORTED_LOCATION "${torch_root}/lib/libc10.so" IMPORTED_NO_SONAME FALSE)
add_library(LibTorch::cpu SHARED IMPORTED)
set_target_properties(LibTorch::cpu PROPERTIES
  IMPORTED_LOCATION "${torch_root}/lib/libtorch_cpu.so"
  INTERFACE_INCLUDE_DIRECTORIES "${torch_root}/include;${torch_root}/include/torch/csrc/api/include"
  INTERFACE_LINK_LIBRARIES LibTorch::c10
  INTERFACE_LINK_OPTIONS "LINKER:-rpath-link,${HELICASE_LIBTORCH}/nvidia/cu13/lib:${torch_root}/lib")
