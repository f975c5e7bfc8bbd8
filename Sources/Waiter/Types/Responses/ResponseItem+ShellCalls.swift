extension ResponseItem {
    /// A command for the `local_shell` tool. Your program runs the command.
    public struct LocalShellCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID that links the call to its result.
        public var callID: String { string("call_id") }

        /// The command and its environment.
        public var action: JSONValue? { self["action"] }

        /// The status of the call.
        public var status: Status? { self["status"] }

        /// The command and its arguments.
        public var command: [String] { json["action"]?["command"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    }

    /// The output of a local shell call.
    public struct LocalShellCallOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates an output for the call with the given ID.
        public init(id: String, output: String) {
            json = ["type": "local_shell_call_output", "id": .string(id), "output": .string(output)]
        }

        /// The ID of the call.
        public var id: String { string("id") }

        /// The output as JSON text.
        public var output: String { string("output") }

        /// The status of the output.
        public var status: Status? { self["status"] }
    }

    /// Commands for the `shell` tool. Either the server or your program runs the commands.
    public struct ShellCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID that links the call to its result.
        public var callID: String { string("call_id") }

        /// The environment: either the local machine or a container on the server.
        public var environment: JSONValue? { self["environment"] }

        /// The status of the call.
        public var status: Status? { self["status"] }

        /// The commands to run.
        public var commands: [String] { json["action"]?["commands"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    }

    /// The outputs of the commands in a shell call.
    public struct ShellCallOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates the outputs of a call.
        public init(callID: String, outputs: [ShellOutput]) {
            json = ["type": "shell_call_output", "call_id": .string(callID)]
            self["output"] = outputs
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID of the call.
        public var callID: String { string("call_id") }

        /// The outputs. There is one output for each command.
        public var outputs: [ShellOutput] { elements("output") }

        /// The maximum length of the output that is shown to the model.
        public var maxOutputLength: Int? {
            get { self["max_output_length"] }
            set { self["max_output_length"] = newValue }
        }

        /// The status of the output.
        public var status: Status? { self["status"] }
    }

    /// The output of a command.
    public struct ShellOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates an output. Pass `nil` as the exit code if the command timed out.
        public init(stdout: String, stderr: String, exitCode: Int?) {
            let outcome: JSONValue =
                exitCode.map { ["type": "exit", "exit_code": .integer(Int64($0))] } ?? ["type": "timeout"]
            json = ["stdout": .string(stdout), "stderr": .string(stderr), "outcome": outcome]
        }

        /// The standard output.
        public var stdout: String { string("stdout") }

        /// The standard error.
        public var stderr: String { string("stderr") }

        /// The exit code, or `nil` if the command timed out.
        public var exitCode: Int? { json["outcome"]?["exit_code"]?.intValue }
    }

    /// A file change for the `apply_patch` tool. Your program applies the change.
    public struct ApplyPatchCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID that links the call to its result.
        public var callID: String { string("call_id") }

        /// The file change.
        public var operation: PatchOperation? { self["operation"] }

        /// The status of the call.
        public var status: Status? { self["status"] }
    }

    /// A file change.
    public struct PatchOperation: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The type: `create_file`, `update_file` or `delete_file`.
        public var type: String { string("type") }

        /// The path of the file.
        public var path: String { string("path") }

        /// The diff to apply, or `nil` if the operation deletes the file.
        public var diff: String? { self["diff"] }
    }

    /// The result of a file change.
    public struct ApplyPatchCallOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a result.
        public init(callID: String, status: Status, output: String? = nil) {
            json = ["type": "apply_patch_call_output", "call_id": .string(callID), "status": .string(status.rawValue)]
            self["output"] = output
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID of the call.
        public var callID: String { string("call_id") }

        /// A message for the model, such as the reason for a failure.
        public var output: String? {
            get { self["output"] }
            set { self["output"] = newValue }
        }

        /// The status of the result.
        public var status: Status? { self["status"] }
    }
}
