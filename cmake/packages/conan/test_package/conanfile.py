"""Builds and runs the programs of tests/consumers/find_package on the package that was made."""

import os

from conan import ConanFile
from conan.tools.build import can_run
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout


class KiliTestConan(ConanFile):
    settings = "os", "arch", "compiler", "build_type"
    test_type = "explicit"

    def requirements(self):
        self.requires(self.tested_reference_str)

    def layout(self):
        cmake_layout(self)

    def _has_sandbox(self):
        return bool(self.dependencies["kili"].options.sandbox)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["WITH_SANDBOX"] = self._has_sandbox()
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def test(self):
        if not can_run(self):
            return
        self.run(os.path.join(self.cpp.build.bindir, "consumer"), env="conanrun")
        if self._has_sandbox():
            self.run(os.path.join(self.cpp.build.bindir, "sandbox_consumer"), env="conanrun")
