import Testing
import Waiter
import WaiterCommands
import WaiterLocal
import WaiterTerminal

@Suite("Failures")
struct FailureTests {
    /// Returns an error after part of the answer has been written.
    private func partial(_ code: OpenAIError.Code) -> OpenAIError {
        var error = OpenAIError(code, "m")
        error.completion = ChatCompletion(choices: [.init(index: 0, message: .init(content: "Once"))])
        return error
    }

    @Test(
        "Each cause has its exit code",
        arguments: [
            (.configuration, .usage), (.invalidRequest, .usage), (.badRequest, .failure),
            (.authentication, .notAuthorized), (.permissionDenied, .notAuthorized), (.notFound, .failure),
            (.timeout, .network), (.conflict, .failure), (.payloadTooLarge, .failure), (.unprocessable, .failure),
            (.rateLimited, .rateLimited), (.quotaExceeded, .rateLimited), (.contextLengthExceeded, .contextTooLong),
            (.server, .network), (.connection, .network), (.invalidResponse, .failure), (.responseTooLarge, .failure),
            (.streamTruncated, .incomplete), (.streamError, .failure), (.fileAccess, .failure),
        ] as [(OpenAIError.Code, WaiterCommands.ExitStatus)]
    )
    func status(code: OpenAIError.Code, expected: WaiterCommands.ExitStatus) {
        let failure = CommandFailure(OpenAIError(code, "m"), host: "h", keyRemedy: "check it")
        #expect(failure.status == expected)
        #expect(failure.kind == code.description)
        #expect(failure.text.hasPrefix("waiter: ") && !failure.text.contains("\n"))
    }

    @Test("A failure without a server names none")
    func withoutServer() {
        func place(_ error: OpenAIError) -> String? { CommandFailure(error, host: "", keyRemedy: "").place }
        #expect(place(OpenAIError(.connection, "no route to the host")) == "no route to the host")
        #expect(place(OpenAIError(.server, "m")) == nil)
    }

    @Test("Any failure after partial output makes the answer incomplete")
    func partialAnswers() {
        for code in [OpenAIError.Code.timeout, .connection, .server, .streamError, .streamTruncated, .invalidResponse] {
            #expect(CommandFailure.status(for: partial(code)) == .incomplete, "\(code)")
        }
        #expect(CommandFailure.status(for: partial(.rateLimited)) == .rateLimited)
    }

    @Test("A 404 is an unknown model if the message says so, in the wording of any server")
    func modelNotFound() {
        func status(_ server: ServerErrorBody, _ code: OpenAIError.Code = .notFound) -> WaiterCommands.ExitStatus {
            var error = OpenAIError(code, "m")
            error.server = server
            return CommandFailure.status(for: error)
        }
        #expect(status(.init(message: "x", code: "model_not_found")) == .modelNotFound)
        #expect(status(.init(message: "x", param: "model")) == .modelNotFound)
        #expect(status(.init(message: "Model 'a' not found, try pulling it first")) == .modelNotFound)
        #expect(status(.init(message: "File not found")) == .failure)
        #expect(status(.init(message: "x", code: "model_not_found"), .badRequest) == .modelNotFound)
        #expect(status(.init(message: "x", code: "content_filter"), .badRequest) == .refused)
    }

    @Test("The line gives the failure, the server and the next step; the server's message follows, sanitized")
    func text() {
        var failure = CommandFailure(.failure, "what", place: "where", nextStep: "next", details: "one\n\u{1B}two\n\n")
        failure.requestID = "req_1"
        #expect(failure.text == "waiter: what (where); next\n  one\n  \u{FFFD}two\n  request id: req_1")
        #expect(CommandFailure(.failure, "a\nb").text == "waiter: a b")
        let long = CommandFailure(.failure, "x", details: (1...100).map { "\($0)\n" }.joined())
        #expect(long.text.split(separator: "\n").count == 21)
    }

    @Test("The JSON object contains everything in the text")
    func json() {
        var failure = CommandFailure(.rateLimited, "what", place: "where", nextStep: "next", kind: "rateLimited")
        failure.httpStatus = 429
        failure.retryAfter = .milliseconds(1500)
        let expected: JSONValue = [
            "error": [
                "kind": "rateLimited", "message": "what (where); next", "status": 429, "request_id": .null,
                "retry_after": 1.5, "exit": 6,
            ]
        ]
        #expect(failure.json == expected)
    }

    @Test("The exit codes are the documented numbers, each with its meaning")
    func codes() {
        typealias Status = WaiterCommands.ExitStatus
        #expect(Status.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 130, 143])
        #expect(Set(Status.allCases.map(\.meaning)).count == Status.allCases.count)
    }

    @Test("A requested retry delay is part of the advice")
    func waiting() {
        var error = OpenAIError(.rateLimited, "m")
        error.retryAfter = .seconds(90)
        error.attempts = 3
        error.status = 429
        let text = CommandFailure(error, host: "h", keyRemedy: "").text
        #expect(text == "waiter: rate limit reached (h, HTTP 429, 3 attempts); try again in 1 min 30 s")
    }

    @Test("Errors of the terminal and of lines on standard input are described to the user")
    func terminalErrors() {
        let invalid = CommandFailure(TerminalError.invalidUTF8(line: 2, byte: 4))
        #expect(invalid.what == "line 2 of standard input contains invalid UTF-8 (at byte 4)")
        #expect(invalid.nextStep == "convert it, for example with: iconv -f latin1 -t utf-8")
        #expect(invalid.status == .usage)
        #expect(CommandFailure(TerminalError.unavailable(errorNumber: 9)).nextStep == "pipe the text in instead")
        #expect(CommandFailure(TerminalError.unwritable).kind == "terminal")
        let long = CommandFailure(TerminalError.lineTooLong(line: 1))
        #expect(long.what == "line 1 of standard input is longer than 256 MiB")
    }
}
