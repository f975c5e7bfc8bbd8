// This file re-exports the platform's C library so that other modules need only one import to make system calls.
#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Musl)
    @_exported public import Musl
#elseif canImport(Darwin)
    @_exported public import Darwin
#else
    #error("unsupported platform: no C library to import")
#endif
