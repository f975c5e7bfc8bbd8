import Foundation
import Waiter

/// Train a model on a file of examples and print the job's events and metrics.
///
///     swift run FineTuningExample training.jsonl
///
/// The file is uploaded in parts. If the upload is interrupted, the next run sends only the missing parts.
@main
struct FineTuningExample {
    static func main() async throws {
        guard let path = CommandLine.arguments.dropFirst().first else {
            print("usage: FineTuningExample FILE")
            return
        }
        let client = try OpenAI()
        let file = try await upload(path, client)
        var request = FineTuningJobRequest(model: "gpt-4o-mini-2024-07-18", trainingFile: file.id)
        request.method = .supervised(FineTuningHyperparameters(epochs: 3))
        let job = try await client.fineTuning.jobs.create(request)
        for try await event in client.fineTuning.jobs.events.follow(job.id) { print(event.message) }
        for try await checkpoint in client.fineTuning.jobs.checkpoints.all(of: job.id) {
            print("checkpoint: \(checkpoint.fineTunedModelCheckpoint)")
        }
        let finished = try await client.fineTuning.jobs.retrieve(job.id)
        print(finished.fineTunedModel ?? "no model: \(finished.status.rawValue)")
    }

    /// Uploads a file. If an earlier upload was interrupted, resumes it from its checkpoint.
    static func upload(_ path: String, _ client: OpenAI) async throws -> FileObject {
        let saved = URL(fileURLWithPath: path + ".upload")
        var checkpoint = (try? Data(contentsOf: saved)).flatMap {
            try? JSONDecoder().decode(UploadCheckpoint.self, from: $0)
        }
        if let found = checkpoint, !found.matchesFile(at: path) { checkpoint = nil }
        let file = try await client.uploads.upload(PartedUpload(path, purpose: .fineTune), resuming: checkpoint) {
            try JSONEncoder().encode($0).write(to: saved, options: .atomic)
        }
        try? FileManager.default.removeItem(at: saved)
        return file
    }
}
