internal import Waiter
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The checkpoints of unfinished uploads. They are stored in a file that only the user can read.
struct UploadRecords: Sendable {
    /// A key that identifies the upload of a file to a server.
    struct Key: Codable, Hashable, Sendable {
        /// The absolute path of the file, with symbolic links resolved.
        var path: String
        /// The base URL of the server.
        var server: String
        var purpose: String
        /// The lifetime of the file in seconds, or `nil` for the server's default.
        var expires: Int?
    }

    /// The result of claiming an upload.
    enum Claim: Sendable {
        /// This process can upload the file. If an earlier process left a checkpoint, the upload resumes from it.
        case granted(UploadCheckpoint?)
        /// Another process is uploading the file.
        case inUse(processID: Int32)
    }

    private struct Record: Codable {
        var key: Key
        /// The process that is uploading the file, in the format of `ProcessIdentity.text`.
        var process: String
        /// The last checkpoint, or `nil` until the server has created the upload.
        var checkpoint: UploadCheckpoint?
    }

    /// The maximum number of records. It prevents abandoned uploads from accumulating.
    private static let capacity = 100

    let path: String

    /// Registers this process as the uploader of a file, unless another running process is already uploading the file.
    ///
    /// - Throws: `CommandFailure` if the records file cannot be written.
    func claim(_ key: Key) async throws -> Claim {
        var claim = Claim.granted(nil)
        try await update { records in
            let found = records.first { $0.key == key }
            if let owner = found.flatMap({ ProcessIdentity($0.process) }), owner != .current, owner.isAlive {
                claim = .inUse(processID: owner.id)
                return
            }
            claim = .granted(found?.checkpoint)
            Self.replace(key, with: found?.checkpoint, in: &records)
        }
        return claim
    }

    /// Saves a checkpoint of an upload that this process has claimed.
    ///
    /// - Throws: `CommandFailure` if the records file cannot be written.
    func save(_ checkpoint: UploadCheckpoint, for key: Key) async throws {
        try await update { Self.replace(key, with: checkpoint, in: &$0) }
    }

    /// Removes the record of an upload.
    ///
    /// - Throws: `CommandFailure` if the records file cannot be written.
    func remove(_ key: Key) async throws {
        try await update { records in records.removeAll { $0.key == key } }
    }

    private static func replace(_ key: Key, with checkpoint: UploadCheckpoint?, in records: inout [Record]) {
        records.removeAll { $0.key == key }
        records.append(Record(key: key, process: ProcessIdentity.current.text, checkpoint: checkpoint))
    }

    private func update(_ body: (inout [Record]) -> Void) async throws {
        let file = LockedFile(path: path, remedy: "set WAITER_HOME to a writable directory")
        try await file.update(onWait: {}) { path in
            var records = Self.records(in: try TextFile.readOwn(path)?.bytes ?? [])
            body(&records)
            return String(decoding: try JSONBodyEncoder.encode(Array(records.suffix(Self.capacity))), as: UTF8.self)
                + "\n"
        }
    }

    /// Decodes records. A damaged records file is treated as empty, so interrupted uploads start again from the
    /// beginning.
    private static func records(in bytes: [UInt8]) -> [Record] {
        (try? JSONDecoder().decode([Record].self, from: Data(bytes))) ?? []
    }
}
