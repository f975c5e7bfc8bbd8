import Foundation
import Testing
import WaiterTestSupport

@Suite("Licences")
struct LicenceTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
    }

    @Test("NOTICE has the licences of bundled sources and names linked and downloaded code")
    func notice() throws {
        let notice = try text("NOTICE")
        for words in [
            "OpenAI, Shantanu Jain", "Copyright (c) 2023 Berri AI", "SmolLM2-135M-Instruct", "xllamacpp", "BoringSSL",
            "SQLite",
        ] {
            #expect(notice.contains(words), "\(words)")
        }
        #expect(notice.components(separatedBy: "Permission is hereby granted, free of charge").count == 3)
    }

    @Test("NOTICE names every package in Package.swift, and THIRD-PARTY-NOTICES has its licence")
    func packages() throws {
        let (notice, thirdParties) = (try text("NOTICE"), try text("THIRD-PARTY-NOTICES"))
        let names = try text("Package.swift").matches(of: /\.package\(url: "[^"]*\/([^"\/]+)"/).map { String($0.1) }
        #expect(names.count >= 10)
        for name in names {
            // The plugin runs on hosts of documentation only; nothing is linked with it.
            if name == "swift-docc-plugin" { continue }
            #expect(notice.contains(name), "\(name)")
            // It is used by tests and products that the command does not link.
            if name != "swift-metrics" { #expect(thirdParties.contains(name), "\(name)") }
        }
        #expect(thirdParties.contains("Apache License"))
        #expect(thirdParties.contains("The SwiftNIO Project"))
    }

    @Test("`make install` installs the notices with the binary, and `make uninstall` removes them")
    func installation() async throws {
        let fixture = try CommandFixture()
        for (target, words) in [
            ("install", "install -m 644 LICENSE NOTICE THIRD-PARTY-NOTICES"), ("uninstall", "share/doc/waiter"),
        ] {
            let result = try await fixture.run(
                ["make", "--dry-run", "-C", Self.root.path, target, "PREFIX=/p"],
                executable: "/usr/bin/env"
            )
            #expect(result.output.contains(words), "\(result.output)\(result.error)")
            #expect(result.output.contains("/p/share/doc/waiter"))
        }
    }
}
