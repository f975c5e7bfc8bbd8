/// The progress of an installation.
public struct InstallProgress: Sendable, Hashable {
    /// The phases of an installation, in order.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Waiting for another installation in the same directory.
        case waiting
        /// Looking for Python and checking the disk space.
        case checking
        /// Creating the private virtual environment.
        case environment
        /// Downloading and installing llama.cpp's server.
        case engine
        /// Downloading and unpacking the model.
        case model
        /// Comparing the model with its pinned size and digest.
        case verifying
        /// Everything is installed.
        case finished
    }

    /// The current phase.
    public var phase: Phase
    /// The number of bytes downloaded so far for all packages of this installation. It never decreases.
    public var completedBytes: Int64
    /// The total download size in bytes, or `nil` if there is nothing to download.
    public var totalBytes: Int64?
    /// A one-line message for display, such as "downloading SmolLM2-135M-Instruct".
    public var message: String

    /// Creates a progress report.
    public init(phase: Phase, completedBytes: Int64, totalBytes: Int64?, message: String) {
        self.phase = phase
        self.completedBytes = completedBytes
        self.totalBytes = totalBytes
        self.message = message
    }
}
