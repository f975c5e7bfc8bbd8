/// How far an installation is.
public struct InstallProgress: Sendable, Hashable {
    /// A step of an installation, in the order in which they happen.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Waits for another installation into the same directory.
        case waiting
        /// Looks for Python and for room on the disk.
        case checking
        /// Makes the private virtual environment.
        case environment
        /// Downloads and unpacks llama.cpp's server.
        case engine
        /// Downloads and unpacks the model.
        case model
        /// Compares what arrived with its pinned size and digest.
        case verifying
        /// Everything is in place.
        case finished
    }

    /// The step that is under way.
    public var phase: Phase
    /// The bytes downloaded so far, over all packages of this installation; it never goes back.
    public var completedBytes: Int64
    /// The bytes to download in all, nil when nothing is to be downloaded.
    public var totalBytes: Int64?
    /// One line for people, such as "downloading SmolLM2-135M-Instruct".
    public var message: String

    /// Makes a report of progress.
    public init(phase: Phase, completedBytes: Int64, totalBytes: Int64?, message: String) {
        self.phase = phase
        self.completedBytes = completedBytes
        self.totalBytes = totalBytes
        self.message = message
    }
}
