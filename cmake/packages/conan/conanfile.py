"""Conan recipe of kili: `conan create cmake/packages/conan` in the sources, see docs/installing.md."""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

required_conan_version = ">=2.0"


class KiliConan(ConanFile):
    name = "kili"
    description = "C++ client library for the Kili labelling platform"
    license = "Apache-2.0"
    topics = ("kili", "labelling", "annotation", "graphql")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        # The library kili::sandbox and the program kili-sandbox.
        "sandbox": [True, False],
        # The program kili.
        "cli": [True, False],
        # Dependencies from the system, for example from Debian's packages, instead of from a Conan remote.
        "system_libraries": [True, False],
    }
    default_options = {"shared": False, "fPIC": True, "sandbox": True, "cli": True, "system_libraries": False}
    implements = ["auto_shared_fpic"]

    def _root(self):
        return os.path.join(self.recipe_folder, "..", "..", "..")

    def set_version(self):
        project = load(self, os.path.join(self._root(), "CMakeLists.txt"))
        self.version = self.version or re.search(r"project\(\s*kili\s+VERSION\s+([0-9.]+)", project).group(1)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"):
            copy(self, pattern, self._root(), self.export_sources_folder)

    def requirements(self):
        if self.options.system_libraries:
            return
        # The version of nlohmann/json is part of the names of kili's interface: kiliConfig.cmake checks it.
        self.requires("nlohmann_json/3.11.3", transitive_headers=True)
        self.requires("boost/1.86.0")
        self.requires("expat/2.6.4")
        self.requires("fmt/10.2.1")
        self.requires("libarchive/3.7.7")
        self.requires("libcurl/8.10.1")
        self.requires("zlib/1.3.1")
        if self.options.cli:
            self.requires("cli11/2.4.1")
            self.requires("flatbuffers/23.5.26")
        if self.options.sandbox:
            self.requires("openssl/3.3.2")
            self.requires("sqlite3/3.47.0")

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for option in ("TESTS", "EXAMPLES", "DOCS"):
            toolchain.cache_variables[f"KILI_BUILD_{option}"] = False
        toolchain.cache_variables["KILI_BUILD_SANDBOX"] = bool(self.options.sandbox)
        toolchain.cache_variables["KILI_BUILD_CLI"] = bool(self.options.cli)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()
        rmdir(self, os.path.join(self.package_folder, "share", "doc"))
        # Conan writes its own for the libraries that it brings.
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))

    def package_info(self):
        # CMake finds the configuration that kili installs itself.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.set_property("pkg_config_name", "kili-all")

        def needs(*requirements):
            return [] if self.options.system_libraries else list(requirements)

        def system_needs(*libraries):
            return list(libraries) if self.options.system_libraries and not self.options.shared else []

        library = self.cpp_info.components["libkili"]
        library.set_property("pkg_config_name", "kili")
        library.builddirs = [os.path.join("lib", "cmake", "kili")]
        library.libs = ["kili"]
        library.requires = needs("nlohmann_json::nlohmann_json", "boost::context", "expat::expat", "fmt::fmt",
                                 "libarchive::libarchive", "libcurl::libcurl", "zlib::zlib")
        library.system_libs = ["pthread", *system_needs("boost_context", "expat", "fmt", "archive", "curl", "z")]
        if self.options.sandbox:
            sandbox = self.cpp_info.components["sandbox"]
            sandbox.set_property("pkg_config_name", "kili-sandbox")
            sandbox.libs = ["kili_sandbox"]
            sandbox.requires = ["libkili", *needs("openssl::openssl", "sqlite3::sqlite3")]
            sandbox.system_libs = system_needs("ssl", "crypto", "sqlite3")
        if self.options.cli and not self.options.system_libraries:
            programs = self.cpp_info.components["programs"]
            programs.requires = ["libkili", "cli11::cli11", "flatbuffers::flatbuffers"]
