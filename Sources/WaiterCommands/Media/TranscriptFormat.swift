internal import ArgumentParser

/// An output format for transcriptions.
package enum TranscriptFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json, srt, vtt
    case verbose = "verbose_json"
    case diarized = "diarized_json"

    /// Whether the output is JSON.
    package var isJSON: Bool { [.json, .verbose, .diarized].contains(self) }

    /// The default model for the format.
    package var model: String {
        switch self {
        case .text, .json: "gpt-4o-mini-transcribe"
        case .srt, .vtt, .verbose: "whisper-1"
        case .diarized: "gpt-4o-transcribe-diarize"
        }
    }
}
