/// The progress of an installation.
public struct InstallProgress: Sendable, Hashable {
    /// The phases of an installation, in order.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// The installer is waiting for another installation in the same directory.
        case waiting
        /// The installer is looking for Python and checking the available disk space.
        case checking
        /// The installer is creating the private virtual environment.
        case environment
        /// The installer is downloading and installing llama.cpp's server.
        case engine
        /// The installer is downloading and unpacking the model.
        case model
        /// The installer is comparing the size and the digest of the model with the pinned values.
        case verifying
        /// Everything is installed.
        case finished
    }

    /// The current phase.
    public var phase: Phase
    /// The number of bytes downloaded so far for all packages of this installation. This number never decreases.
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
