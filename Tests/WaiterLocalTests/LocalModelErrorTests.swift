import Testing

@testable import WaiterLocal

@Suite("Errors of the local model")
struct LocalModelErrorTests {
    private static let layout = Layout(directory: "/data")

    @Test(
        "Each is one line with the failure and the next step",
        arguments: [
            LocalModelError.portInUse(1),
            .diskFull(needed: 600_000_000, available: 599_999_999, directory: "/data"),
            .diskFull(needed: nil, available: nil, directory: "/data"),
            .networkUnavailable(details: "a\nb"),
            .noPackage(Pins.engine, details: "a\nb"),
            .installFailed("it failed", details: "a\nb"),
            .startFailed("it ended", layout: layout, log: "a\nb"),
            .startTimedOut(.seconds(60), layout: layout, log: "a\nb"),
            .notInstalled("the model"), .modelFileInvalid("/m", "is none"), .invalidOption("give another"),
            .stopFailed(2), .pythonMissing(minimum: .init(major: 3, minor: 10), found: nil),
            .venvMissing(.init(path: "/usr/bin/python3", version: .init(major: 3, minor: 11))),
        ]
    )
    func oneLine(error: LocalModelError) {
        #expect(!error.description.contains("\n"))
        #expect(error.description == "\(error.failure); \(error.nextStep)")
        #expect(LocalModelError.Code(name: error.code.description) == error.code)
    }

    @Test("Required space is rounded up and available space down")
    func rounding() {
        let error = LocalModelError.diskFull(needed: 600_000_000, available: 599_999_999, directory: "/data")
        #expect(error.description.contains("600 MB of disk space (599 MB available)"))
    }

    @Test("A directory that cannot be created is reported with the reason")
    func unusable() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("plain", "")
        let model = LocalModel(directory: "\(file)/local", environment: [:])
        let error = await localModelError { try await model.install() }
        #expect(error?.code == .directoryUnusable)
    }
}
