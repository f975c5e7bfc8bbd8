internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let chunks: [Fault] = [
        calls(
            "tool calls in order",
            [
                call(index: "0", id: "t1", name: "f", arguments: #"{\"a\""#), call(index: "0", arguments: ":1}"),
                call(index: "1", id: "t2", name: "g", arguments: "{}"),
            ],
            get: [#"t1 f {"a":1}"#, "t2 g {}"]
        ),
        calls(
            "tool calls without indexes",
            [
                call(id: "t1", name: "f", arguments: #"{\"a\""#), call(arguments: ":1}"),
                call(id: "t2", name: "g", arguments: "{"), call(id: "t2", arguments: "}"),
            ],
            get: [#"t1 f {"a":1}"#, "t2 g {}"]
        ),
        calls(
            "tool calls with indexes that start at 1",
            [
                call(index: "1", id: "t1", name: "f", arguments: "{"),
                call(index: "2", id: "t2", name: "g", arguments: "{}"),
                call(index: "1", arguments: "}"),
            ],
            get: ["t1 f {}", "t2 g {}"]
        ),
        calls(
            "tool calls out of order",
            [
                call(index: "1", id: "t2", name: "g", arguments: "{"),
                call(index: "0", id: "t1", name: "f", arguments: "{"),
                call(index: "1", arguments: "}"), call(index: "0", arguments: "}"),
            ],
            get: ["t1 f {}", "t2 g {}"]
        ),
        calls(
            "ids, types and names repeated in every chunk",
            [
                call(index: "0", id: "t1", name: "f", arguments: "{"),
                call(index: "0", id: "t1", name: "f", arguments: "}"),
            ],
            get: ["t1 f {}"]
        ),
        calls(
            "tool calls with out-of-range indexes",
            [
                call(index: "9007199254740993", id: "t1", name: "f", arguments: "{}"),
                call(index: "-5", id: "t0", name: "e", arguments: "{}"),
            ],
            get: ["t0 e {}", "t1 f {}"]
        ),
        Fault(
            "roles repeated in every chunk",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                let pieces = ["Hel", "lo"].map { Wire.delta("{\"role\":\"assistant\",\"content\":\"\($0)\"}") }
                return Wire.stream(pieces.joined(), Wire.delta(#"{"role":"assistant"}"#, finish: #""stop""#), Wire.done)
            }
        ),
        Fault(
            "usage before the last chunk",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0),
            script: { _ in
                Wire.stream(
                    Wire.content("Hel"),
                    Wire.usage,
                    Wire.content("lo"),
                    Wire.delta("{}", finish: #""stop""#),
                    Wire.done
                )
            }
        ),
        Fault(
            "usage after the finish reason",
            streamed: true,
            gets: .answer(keeping: .usage),
            command: .init(0),
            script: { _ in Wire.stream(Wire.content("Hello"), Wire.finished, Wire.usage, Wire.done) }
        ),
        Fault(
            "chunks without an id, index, object or finish reason",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                Wire.stream(
                    Wire.event(#"{"choices":[{"delta":{"content":"Hel"}}]}"#),
                    Wire.event(#"{"choices":[{"delta":{"content":"lo"}}]}"#),
                    Wire.done
                )
            }
        ),
        Fault(
            "unknown events, fields, roles and finish reasons",
            streamed: true,
            gets: .answer(),
            command: .init(10, "an unknown finish reason, 'new',"),
            script: { _ in
                Wire.stream(
                    "event: new\ndata: {\"object\":\"of.tomorrow\",\"x\":[1]}\n\n",
                    Wire.event(
                        #"{"new":{"a":[null]},"choices":[{"new":1,"index":0,"delta":{"role":"new","new":{},"content":"Hello"}}]}"#
                    ),
                    Wire.delta("{}", finish: #""new""#),
                    Wire.done
                )
            }
        ),
        Fault(
            "Azure's first chunk, which has no choices",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                let azure = #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[]}"#
                return Wire.stream(Wire.event(azure), Wire.content("Hello"), Wire.finished, Wire.done)
            }
        ),
        Fault(
            "fields of the wrong type",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                let odd = #"{"id":7,"created":"x","model":null,"choices":[{"index":"0","delta":{"content":"Hello"}}]}"#
                return Wire.stream(Wire.event(odd), Wire.finished, Wire.done)
            }
        ),
        Fault(
            "a duplicate key in an event; the last value is used",
            streamed: true,
            gets: .answer(),
            command: .init(0),
            script: { _ in
                let odd =
                    #"{"choices":[{"index":0,"delta":{"content":"No"},"delta":{"content":"x","content":"Hello"}}]}"#
                return Wire.stream(Wire.event(odd), Wire.finished, Wire.done)
            }
        ),
    ]

    private static func calls(_ name: String, _ pieces: [String], get calls: [String]) -> Fault {
        Fault(
            name,
            streamed: true,
            gets: .answer("", keeping: .toolCalls(calls)),
            command: .init(0, "the model called a tool"),
            script: { _ in
                let events = pieces.map { Wire.delta("{\"tool_calls\":[\($0)]}") }
                return Wire.stream(events.joined(), Wire.delta("{}", finish: #""tool_calls""#), Wire.done)
            }
        )
    }

    private static func call(index: String? = nil, id: String? = nil, name: String? = nil, arguments: String) -> String
    {
        let members = [
            index.map { "\"index\":\($0)" }, id.map { "\"id\":\"\($0)\",\"type\":\"function\"" },
            "\"function\":{" + (name.map { "\"name\":\"\($0)\"," } ?? "") + "\"arguments\":\"\(arguments)\"}",
        ]
        return "{" + members.compactMap { $0 }.joined(separator: ",") + "}"
    }
}
