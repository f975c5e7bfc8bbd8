import Foundation
import WaiterPlatform

/// A directory that is removed with this object.
final class ScratchDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "waiter-platform-\(UInt64.random(in: .min ... .max))"
        try PrivateFile.createDirectory(path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    func mode(_ name: String) -> mode_t {
        var status = stat()
        return lstat(path + "/" + name, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    func text(_ name: String) -> String? {
        FileSystem.read(path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }
}
