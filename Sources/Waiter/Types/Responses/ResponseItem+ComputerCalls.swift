extension ResponseItem {
    /// A request for your program to perform actions on a computer.
    public struct ComputerCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID that links the call to its result.
        public var callID: String { string("call_id") }

        /// The actions, such as clicks, key presses and screenshots.
        public var actions: [JSONValue] { elements("actions") }

        /// The single action that older models request.
        public var action: JSONValue? { self["action"] }

        /// The safety checks that your program must acknowledge.
        public var pendingSafetyChecks: [SafetyCheck] { elements("pending_safety_checks") }

        /// The status of the call.
        public var status: Status? { self["status"] }
    }

    /// A safety check for a computer call.
    public struct SafetyCheck: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID of the check.
        public var id: String { string("id") }

        /// The type of the check.
        public var code: String? { self["code"] }

        /// A description of the check.
        public var message: String? { self["message"] }
    }

    /// The state of the screen after a computer call.
    public struct ComputerCallOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a result from a screenshot, given as a URL or a base64-encoded `data:` URL.
        public init(callID: String, imageURL: String) {
            json = [
                "type": "computer_call_output", "call_id": .string(callID),
                "output": ["type": "computer_screenshot", "image_url": .string(imageURL)],
            ]
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID of the call.
        public var callID: String { string("call_id") }

        /// The screenshot as a URL or a base64-encoded `data:` URL.
        public var imageURL: String? { json["output"]?["image_url"]?.stringValue }

        /// The ID of the uploaded screenshot.
        public var fileID: String? { json["output"]?["file_id"]?.stringValue }

        /// The acknowledged safety checks.
        public var acknowledgedSafetyChecks: [SafetyCheck] {
            get { elements("acknowledged_safety_checks") }
            set { self["acknowledged_safety_checks"] = newValue }
        }

        /// The status of the result.
        public var status: Status? { self["status"] }
    }
}
