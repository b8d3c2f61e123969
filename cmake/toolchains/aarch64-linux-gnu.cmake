# Cross compiles for 64-bit ARM with Debian's g++-aarch64-linux-gnu: docs/platforms.md.
#   KILI_AARCH64_SYSROOT  a folder with the -dev packages of the architecture arm64; without it those of the machine
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES KILI_AARCH64_SYSROOT)
if(KILI_AARCH64_SYSROOT)
  set(CMAKE_SYSROOT "${KILI_AARCH64_SYSROOT}")
  set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
  set(CMAKE_CROSSCOMPILING_EMULATOR "qemu-aarch64-static;-L;${KILI_AARCH64_SYSROOT}")
  set(ENV{PKG_CONFIG_SYSROOT_DIR} "${KILI_AARCH64_SYSROOT}")
endif()
set(ENV{PKG_CONFIG_LIBDIR}
    "${KILI_AARCH64_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${KILI_AARCH64_SYSROOT}/usr/share/pkgconfig")
