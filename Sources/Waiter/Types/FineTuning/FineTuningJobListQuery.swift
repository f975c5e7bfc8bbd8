/// The parameters for requesting a page of fine-tuning jobs.
public struct FineTuningJobListQuery: Sendable, Hashable {
    /// The ID of the job that precedes the page, or `nil` for the first page.
    public var after: String?
    /// The maximum number of jobs on the page, or `nil` for the server's default of 20.
    public var limit: Int?
    /// The metadata to filter by: key-value pairs, `.null` for jobs without metadata, or `nil` for all jobs.
    public var metadata: Nullable<[String: String]>?

    /// Creates a query for the first page of all jobs.
    public init() {}
}
