/// The purpose of an uploaded file.
public struct FilePurpose: ExtensibleEnum {
    /// Input for the Batch API.
    public static let batch = FilePurpose(rawValue: "batch")
    /// Output of the Batch API.
    public static let batchOutput = FilePurpose(rawValue: "batch_output")
    /// Training data.
    public static let fineTune = FilePurpose(rawValue: "fine-tune")
    /// Fine-tuning results.
    public static let fineTuneResults = FilePurpose(rawValue: "fine-tune-results")
    /// Images for vision fine-tuning.
    public static let vision = FilePurpose(rawValue: "vision")
    /// Input for models and vector stores.
    public static let userData = FilePurpose(rawValue: "user_data")
    /// Evaluation data.
    public static let evals = FilePurpose(rawValue: "evals")
    /// Input for the Assistants API.
    public static let assistants = FilePurpose(rawValue: "assistants")
    /// Output of the Assistants API.
    public static let assistantsOutput = FilePurpose(rawValue: "assistants_output")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a purpose from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
