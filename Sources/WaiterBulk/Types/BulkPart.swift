/// The rows of a run that are sent together in one of the provider's batches.
public struct BulkPart: Sendable, Hashable {
    /// The state of a part.
    public enum State: String, Sendable, Hashable {
        /// Rows are being added.
        case collecting
        /// The batch may have been created. If so, it can be found by its metadata.
        case creating
        /// The batch was created.
        case created
    }

    /// The number of the part in its run, starting at 1.
    public var number: Int
    /// The endpoint path of all rows.
    public var path: String
    /// The model of all rows.
    public var model: String
    /// The state.
    public var state: State
    /// The ID of the uploaded file, or `nil` before the upload.
    public var fileID: String?
    /// The ID of the batch, or `nil` before the batch is created.
    public var batchID: String?

    /// Creates a part.
    public init(number: Int, path: String, model: String, state: State = .collecting) {
        (self.number, self.path, self.model, self.state) = (number, path, model, state)
    }
}
