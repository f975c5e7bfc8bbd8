/// The purpose of an uploaded file.
public struct FilePurpose: ExtensibleEnum {
    /// Input of the Batch API.
    public static let batch = FilePurpose(rawValue: "batch")
    /// Output of the Batch API.
    public static let batchOutput = FilePurpose(rawValue: "batch_output")
    /// Training data.
    public static let fineTune = FilePurpose(rawValue: "fine-tune")
    /// Results of fine-tuning.
    public static let fineTuneResults = FilePurpose(rawValue: "fine-tune-results")
    /// Images for fine-tuning.
    public static let vision = FilePurpose(rawValue: "vision")
    /// Input of models and vector stores.
    public static let userData = FilePurpose(rawValue: "user_data")
    /// Data of evaluations.
    public static let evals = FilePurpose(rawValue: "evals")
    /// Input of the Assistants API.
    public static let assistants = FilePurpose(rawValue: "assistants")
    /// Output of the Assistants API.
    public static let assistantsOutput = FilePurpose(rawValue: "assistants_output")

    /// The text on the wire.
    public let rawValue: String

    /// Creates a purpose from its text on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
