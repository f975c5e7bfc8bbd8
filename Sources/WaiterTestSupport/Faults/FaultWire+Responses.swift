internal import Waiter

extension FaultWire {
    /// The events of a response stream.
    enum Response {
        static let created = event(
            "response.created",
            #""response":{"id":"r1","status":"in_progress","model":"m","output":[]}"#,
            0
        )
        static let added = event(
            "response.output_item.added",
            #""output_index":0,"item":{"id":"i1","type":"message","role":"assistant","content":[]}"#,
            1
        )
        static let hel = delta("Hel", 2)
        static let lo = delta("lo", 3)
        static let completed = event("response.completed", #""response":\#(document)"#, 4)

        /// A complete response.
        static let document =
            #"{"id":"r1","object":"response","status":"completed","model":"m","output":[{"id":"i1","type":"message","#
            + #""role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]}],"#
            + #""usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}"#

        static let hello = [created, added, hel, lo, completed]

        /// Returns an event with the given members as JSON.
        static func event(_ type: String, _ members: String, _ number: Int? = nil) -> String {
            let number = number.map { ",\"sequence_number\":\($0)" } ?? ""
            return "event: \(type)\n" + FaultWire.event("{\"type\":\"\(type)\",\(members)\(number)}")
        }

        /// Returns an event with the given text.
        static func delta(_ text: String, _ number: Int? = nil) -> String {
            event(
                "response.output_text.delta",
                "\"item_id\":\"i1\",\"output_index\":0,\"content_index\":0,\"delta\":\"\(text)\"",
                number
            )
        }

        /// Returns the part of `hello` that the first `count` bytes contain. See `FaultWire.arrived`.
        static func arrived(_ count: Int) -> (text: String, isWhole: Bool) {
            var end = 0
            let complete = hello.prefix { event in
                end += event.utf8.count
                return count >= end - 2
            }
            return (complete.count < 3 ? "" : complete.count == 3 ? "Hel" : "Hello", complete.count == hello.count)
        }
    }
}
