extension ResponseStreamEvent {
    /// The type of an event.
    public struct EventType: ExtensibleEnum {
        /// The response was created.
        public static let created = EventType(rawValue: "response.created")
        /// The response is waiting to be generated.
        public static let queued = EventType(rawValue: "response.queued")
        /// The response is being generated.
        public static let inProgress = EventType(rawValue: "response.in_progress")
        /// The response is complete.
        public static let completed = EventType(rawValue: "response.completed")
        /// The response failed.
        public static let failed = EventType(rawValue: "response.failed")
        /// The response was cut off.
        public static let incomplete = EventType(rawValue: "response.incomplete")
        /// The start of an item.
        public static let outputItemAdded = EventType(rawValue: "response.output_item.added")
        /// The end of an item.
        public static let outputItemDone = EventType(rawValue: "response.output_item.done")
        /// The start of a content part.
        public static let contentPartAdded = EventType(rawValue: "response.content_part.added")
        /// The end of a content part.
        public static let contentPartDone = EventType(rawValue: "response.content_part.done")
        /// A delta of a content part's text.
        public static let outputTextDelta = EventType(rawValue: "response.output_text.delta")
        /// The end of a content part's text.
        public static let outputTextDone = EventType(rawValue: "response.output_text.done")
        /// The addition of an annotation.
        public static let outputTextAnnotationAdded = EventType(rawValue: "response.output_text.annotation.added")
        /// A delta of a refusal.
        public static let refusalDelta = EventType(rawValue: "response.refusal.delta")
        /// The end of a refusal.
        public static let refusalDone = EventType(rawValue: "response.refusal.done")
        /// A delta of a function call's arguments.
        public static let functionCallArgumentsDelta = EventType(rawValue: "response.function_call_arguments.delta")
        /// The end of a function call's arguments.
        public static let functionCallArgumentsDone = EventType(rawValue: "response.function_call_arguments.done")
        /// A delta of a custom tool call's input.
        public static let customToolCallInputDelta = EventType(rawValue: "response.custom_tool_call_input.delta")
        /// The end of a custom tool call's input.
        public static let customToolCallInputDone = EventType(rawValue: "response.custom_tool_call_input.done")
        /// A delta of a reasoning item's text.
        public static let reasoningTextDelta = EventType(rawValue: "response.reasoning_text.delta")
        /// The end of a reasoning item's text.
        public static let reasoningTextDone = EventType(rawValue: "response.reasoning_text.done")
        /// A delta of a reasoning summary.
        public static let reasoningSummaryTextDelta = EventType(rawValue: "response.reasoning_summary_text.delta")
        /// The end of a reasoning summary.
        public static let reasoningSummaryTextDone = EventType(rawValue: "response.reasoning_summary_text.done")
        /// The start of a reasoning summary part.
        public static let reasoningSummaryPartAdded = EventType(rawValue: "response.reasoning_summary_part.added")
        /// The end of a reasoning summary part.
        public static let reasoningSummaryPartDone = EventType(rawValue: "response.reasoning_summary_part.done")
        /// The start of a file search.
        public static let fileSearchCallInProgress = EventType(rawValue: "response.file_search_call.in_progress")
        /// The progress of a file search.
        public static let fileSearchCallSearching = EventType(rawValue: "response.file_search_call.searching")
        /// The end of a file search.
        public static let fileSearchCallCompleted = EventType(rawValue: "response.file_search_call.completed")
        /// The start of a web search.
        public static let webSearchCallInProgress = EventType(rawValue: "response.web_search_call.in_progress")
        /// The progress of a web search.
        public static let webSearchCallSearching = EventType(rawValue: "response.web_search_call.searching")
        /// The end of a web search.
        public static let webSearchCallCompleted = EventType(rawValue: "response.web_search_call.completed")
        /// The start of a code interpreter run.
        public static let codeInterpreterCallInProgress = EventType(
            rawValue: "response.code_interpreter_call.in_progress"
        )
        /// The progress of a code interpreter run.
        public static let codeInterpreterCallInterpreting = EventType(
            rawValue: "response.code_interpreter_call.interpreting"
        )
        /// The end of a code interpreter run.
        public static let codeInterpreterCallCompleted = EventType(rawValue: "response.code_interpreter_call.completed")
        /// A delta of the code that the code interpreter runs.
        public static let codeInterpreterCallCodeDelta = EventType(
            rawValue: "response.code_interpreter_call_code.delta"
        )
        /// The end of the code that the code interpreter runs.
        public static let codeInterpreterCallCodeDone = EventType(rawValue: "response.code_interpreter_call_code.done")
        /// The start of image generation.
        public static let imageGenerationCallInProgress = EventType(
            rawValue: "response.image_generation_call.in_progress"
        )
        /// The progress of image generation.
        public static let imageGenerationCallGenerating = EventType(
            rawValue: "response.image_generation_call.generating"
        )
        /// A partial image.
        public static let imageGenerationCallPartialImage = EventType(
            rawValue: "response.image_generation_call.partial_image"
        )
        /// The end of image generation.
        public static let imageGenerationCallCompleted = EventType(rawValue: "response.image_generation_call.completed")
        /// The start of an MCP call.
        public static let mcpCallInProgress = EventType(rawValue: "response.mcp_call.in_progress")
        /// The end of an MCP call.
        public static let mcpCallCompleted = EventType(rawValue: "response.mcp_call.completed")
        /// The failure of an MCP call.
        public static let mcpCallFailed = EventType(rawValue: "response.mcp_call.failed")
        /// A delta of an MCP call's arguments.
        public static let mcpCallArgumentsDelta = EventType(rawValue: "response.mcp_call_arguments.delta")
        /// The end of an MCP call's arguments.
        public static let mcpCallArgumentsDone = EventType(rawValue: "response.mcp_call_arguments.done")
        /// The start of a request for an MCP server's tools.
        public static let mcpListToolsInProgress = EventType(rawValue: "response.mcp_list_tools.in_progress")
        /// The end of a request for an MCP server's tools.
        public static let mcpListToolsCompleted = EventType(rawValue: "response.mcp_list_tools.completed")
        /// The failure of a request for an MCP server's tools.
        public static let mcpListToolsFailed = EventType(rawValue: "response.mcp_list_tools.failed")
        /// The start of a shell command.
        public static let shellCallCommandAdded = EventType(rawValue: "response.shell_call_command.added")
        /// A delta of a shell command.
        public static let shellCallCommandDelta = EventType(rawValue: "response.shell_call_command.delta")
        /// The end of a shell command.
        public static let shellCallCommandDone = EventType(rawValue: "response.shell_call_command.done")
        /// A delta of a shell command's output.
        public static let shellCallOutputContentDelta = EventType(rawValue: "response.shell_call_output_content.delta")
        /// The end of a shell command's output.
        public static let shellCallOutputContentDone = EventType(rawValue: "response.shell_call_output_content.done")
        /// A delta of the spoken answer.
        public static let audioDelta = EventType(rawValue: "response.audio.delta")
        /// The end of the spoken answer.
        public static let audioDone = EventType(rawValue: "response.audio.done")
        /// A delta of the spoken answer's transcript.
        public static let audioTranscriptDelta = EventType(rawValue: "response.audio.transcript.delta")
        /// The end of the spoken answer's transcript.
        public static let audioTranscriptDone = EventType(rawValue: "response.audio.transcript.done")
        /// The start of conversation compaction.
        public static let compactionCompacting = EventType(rawValue: "response.compaction.compacting")
        /// An error.
        public static let error = EventType(rawValue: "error")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a type from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Whether an event of this type ends the response.
        public var isTerminal: Bool {
            self == .completed || self == .failed || self == .incomplete || self == .cancelled
        }

        /// The response was cancelled. OpenAI's specification defines `cancelled` only as a status, but some servers
        /// also send an event.
        static let cancelled = EventType(rawValue: "response.cancelled")
    }
}
