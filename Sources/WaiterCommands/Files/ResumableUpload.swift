internal import Synchronization
internal import Waiter
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A multipart upload that resumes where it left off when the command runs again.
struct ResumableUpload: Sendable {
    let upload: PartedUpload
    let client: OpenAI
    let context: CommandContext
    /// Prints a line to standard error.
    let announce: @Sendable (String) -> Void

    private var key: UploadRecords.Key {
        let resolved = realpath(upload.path, nil)
        defer { free(resolved) }
        return UploadRecords.Key(
            path: resolved.map { String(cString: $0) } ?? upload.path,
            server: "\(client.configuration.baseURL)",
            purpose: upload.purpose.rawValue,
            expires: upload.expiresAfter?.seconds
        )
    }

    /// Uploads the file. If an earlier command was interrupted and the file is unchanged, the upload resumes from the
    /// last checkpoint.
    ///
    /// - Throws: `CommandFailure` if another process is uploading the file, `OpenAIError`, or `CancellationError`.
    func run(_ options: RequestOptions) async throws -> FileObject {
        let directories = context.directories()
        guard directories.hasFiles else { return try await client.uploads.upload(upload, options: options) }
        let (records, key) = (UploadRecords(path: directories.uploads), key)
        let claim: UploadRecords.Claim
        do {
            claim = try await records.claim(key)
        } catch let failure as CommandFailure {
            announce("waiter: \(failure.what); the upload cannot be resumed if it is interrupted")
            return try await client.uploads.upload(upload, options: options)
        }
        let saved = try checkpoint(of: claim)
        if let saved {
            do {
                return try await send(key, records, from: saved, options)
            } catch let error as OpenAIError where Self.isRejection(error) {
                announce("waiter: the server no longer accepts the interrupted upload of \(upload.path); starting over")
            }
        }
        return try await send(key, records, from: nil, options)
    }

    /// Returns the checkpoint to resume from, or `nil` to begin a new upload.
    private func checkpoint(of claim: UploadRecords.Claim) throws -> UploadCheckpoint? {
        switch claim {
        case .inUse(let processID):
            throw CommandFailure(
                .failure,
                "process \(processID) is already uploading \(upload.path)",
                nextStep: "wait for it to finish",
                kind: "inUse"
            )
        case .granted(nil): return nil
        case .granted(let checkpoint?):
            guard checkpoint.matchesFile(at: upload.path) else {
                announce("waiter: \(upload.path) has changed since its upload was interrupted; starting over")
                return nil
            }
            let now = Int(context.clock.date().timeIntervalSince1970)
            guard checkpoint.expiresAt.map({ $0 > now }) ?? true else {
                announce("waiter: the interrupted upload of \(upload.path) has expired; starting over")
                return nil
            }
            announce("waiter: resuming the upload of \(upload.path) (\(checkpoint.storedParts) stored)")
            return checkpoint
        }
    }

    private func send(
        _ key: UploadRecords.Key,
        _ records: UploadRecords,
        from checkpoint: UploadCheckpoint?,
        _ options: RequestOptions
    ) async throws -> FileObject {
        let last = Mutex(checkpoint)
        do {
            let file = try await client.uploads.upload(upload, resuming: checkpoint, options: options) { checkpoint in
                last.withLock { $0 = checkpoint }
                // If saving fails, the stored checkpoint is older, so more parts are resent. This is harmless.
                try? await records.save(checkpoint, for: key)
            }
            try? await records.remove(key)
            return file
        } catch {
            let isFinal = (error as? OpenAIError).map(Self.isRejection) ?? false
            if !isFinal, let last = last.withLock({ $0 }), last.matchesFile(at: upload.path) {
                announce("waiter: upload incomplete (\(last.storedParts) stored); run the command again to resume it")
            } else {
                try? await records.remove(key)
            }
            throw error
        }
    }

    /// Returns whether the server rejected the upload. A rejected upload cannot be resumed.
    private static func isRejection(_ error: OpenAIError) -> Bool {
        [.badRequest, .notFound, .conflict, .payloadTooLarge, .unprocessable, .invalidRequest].contains(error.code)
    }
}

extension UploadCheckpoint {
    /// The number of stored parts, as text.
    fileprivate var storedParts: String {
        "\(partIDs.count { $0 != nil }) of \(partIDs.count) part\(partIDs.count == 1 ? "" : "s")"
    }
}
