/// Additional output to include in a response.
public struct ResponseInclude: ExtensibleEnum {
    /// The encrypted reasoning. If the server does not store the conversation, the reasoning must be sent back.
    public static let encryptedReasoning = ResponseInclude(rawValue: "reasoning.encrypted_content")
    /// The results of file searches.
    public static let fileSearchResults = ResponseInclude(rawValue: "file_search_call.results")
    /// The results of web searches.
    public static let webSearchResults = ResponseInclude(rawValue: "web_search_call.results")
    /// The sources of web searches.
    public static let webSearchSources = ResponseInclude(rawValue: "web_search_call.action.sources")
    /// The URLs of images in input messages.
    public static let inputImageURLs = ResponseInclude(rawValue: "message.input_image.image_url")
    /// The URLs of screenshots.
    public static let computerImageURLs = ResponseInclude(rawValue: "computer_call_output.output.image_url")
    /// The outputs of the code interpreter.
    public static let codeInterpreterOutputs = ResponseInclude(rawValue: "code_interpreter_call.outputs")
    /// The log probabilities of the text.
    public static let logprobs = ResponseInclude(rawValue: "message.output_text.logprobs")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
