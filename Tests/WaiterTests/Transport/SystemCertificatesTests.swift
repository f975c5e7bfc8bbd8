#if os(Linux)
    import Foundation
    import Testing

    @testable import Waiter

    @Suite("The system's root certificates")
    struct SystemCertificatesTests {
        @Test("A machine without a bundle and without files in the directory has no root certificates")
        func missing() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: folder) }
            let certificates = SystemCertificates(
                files: [folder.path + "/bundle.crt"],
                directory: folder.path + "/certs"
            )
            #expect(!certificates.areInstalled)
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("certs"),
                withIntermediateDirectories: true
            )
            #expect(!certificates.areInstalled)
            try Data().write(to: folder.appendingPathComponent("bundle.crt"))
            #expect(!certificates.areInstalled)
            try Data("x".utf8).write(to: folder.appendingPathComponent("certs/a.pem"))
            #expect(certificates.areInstalled)
            try FileManager.default.removeItem(at: folder.appendingPathComponent("certs"))
            try Data("x".utf8).write(to: folder.appendingPathComponent("bundle.crt"))
            #expect(certificates.areInstalled)
        }
    }
#endif
