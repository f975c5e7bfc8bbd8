internal import Waiter

private typealias Wire = FaultWire
private typealias Event = FaultWire.Response

extension FaultTable {
    static let responses: [Fault] = (responseStreams + responseCuts + responseErrors).map { $0.over(.responses) }

    private static let api = ["--api", "responses"]

    private static let responseStreams: [Fault] = [
        Fault(
            "response events out of order",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0, arguments: api),
            script: { _ in Wire.stream(Event.hel, Event.added, Event.created, Event.lo, Event.completed) }
        ),
        Fault(
            "every event of a response sent twice",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0, arguments: api),
            script: { _ in [Wire.streamHead] + Event.hello.flatMap { [.chunk($0), .chunk($0)] } + [.lastChunk] }
        ),
        Fault(
            "unknown response events and items",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0, arguments: api),
            script: { _ in
                let item = #""output_index":1,"item":{"id":"x","type":"hologram","content":7}"#
                return Wire.stream(
                    Event.created,
                    Event.added,
                    Event.event("response.hologram.delta", #""item_id":"x","output_index":1,"delta":"no text""#),
                    Event.event("response.output_item.added", item),
                    Event.hel,
                    Event.lo,
                    Event.completed
                )
            }
        ),
        Fault(
            "a response item whose type changes",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0, arguments: api),
            script: { _ in
                let item = #""output_index":0,"item":{"id":"i1","type":"reasoning","summary":[]}"#
                let done = Event.event("response.output_item.done", item)
                return Wire.stream(Event.created, Event.added, Event.hel, done, Event.lo, Event.completed)
            }
        ),
        Fault(
            "a complete response instead of a stream",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0, arguments: api),
            script: { _ in [Wire.whole(Event.document)] }
        ),
    ]

    private static let responseCuts: [Fault] = [
        Fault(
            "a response stream without `response.completed`",
            streamed: true,
            gets: .error(.streamTruncated, text: "Hello", keeping: .status(200), .requestID),
            command: .init(10, "the answer was cut off", arguments: api),
            script: { _ in Wire.stream(Event.created, Event.added, Event.hel, Event.lo) }
        ),
        Fault(
            "a response stream cut off at each possible byte by a closed connection",
            streamed: true,
            variants: Event.hello.bytes.count + 1,
            gets: .answer(),
            command: cutResponse,
            script: { [Wire.streamHead, .chunk(Array(Event.hello.bytes.prefix($0.variant))), .close] }
        ).gets { variant in
            let (text, isWhole) = Event.arrived(variant)
            return isWhole ? .answer(text) : .error(.streamTruncated, text: text, keeping: .status(200), .requestID)
        },
    ]

    private static let cutResponse = Fault.Command(
        exit: { Event.arrived($0).isWhole ? 0 : 10 },
        says: "",
        variants: [0, 150, 300, 450, 600, Event.hello.bytes.count],
        arguments: api
    )

    private static let responseErrors: [Fault] = [
        Fault(
            "an `error` event mid-response",
            streamed: true,
            gets: .error(.streamError, text: "Hel", keeping: .words, .status(200), .requestID),
            command: .init(10, "the server aborted", arguments: api),
            script: { _ in
                let error = Event.event("error", "\"code\":\"server_error\",\"message\":\"Overloaded \(Wire.key)\"")
                return Wire.stream(Event.created, Event.added, Event.hel, error)
            }
        ),
        Fault(
            "a response that fails after some text",
            streamed: true,
            gets: .error(.streamError, text: "Hel", keeping: .status(200), .requestID),
            command: .init(10, arguments: api),
            script: { _ in
                let failed = #""response":{"id":"r1","status":"failed","error":{"message":"crashed"},"output":[]}"#
                return Wire.stream(Event.created, Event.added, Event.hel, Event.event("response.failed", failed))
            }
        ),
        Fault(
            "a server without the Responses API",
            gets: .error(.notFound, keeping: .status(404)),
            command: .init(1, "--api chat", arguments: api),
            script: { _ in [Wire.whole("404 page not found", status: "404 Not Found")] }
        ),
        Fault(
            "a previous response that has expired",
            gets: .error(.badRequest, keeping: .status(400), .words, .requestID),
            command: .init(1, "the server rejected the request", arguments: api),
            script: { _ in [Wire.refusal("400 Bad Request", code: "previous_response_not_found")] }
        ),
        Fault(
            "a background response that fails",
            gets: .error(.streamError),
            script: { _ in
                [
                    Wire.whole(
                        #"{"id":"r1","object":"response","status":"failed","error":{"code":"server_error","message":"crashed"},"output":[]}"#
                    )
                ]
            }
        ).plays { stage in
            do {
                _ = try await stage.client.responses.wait(for: "r1")
                return ["the response is returned although it failed"]
            } catch let error as OpenAIError {
                let isKept = error.response?.status == .failed && error.message.contains("crashed")
                return isKept ? [] : ["failed with \(error)"]
            }
        },
    ]
}
