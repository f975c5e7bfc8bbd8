/// The values of response metadata; see `ResponseMetadata`.
struct MetadataValues: Sendable, Hashable {
    var usage: TokenUsage?
    var audioSeconds: Double?
    var imageCount: Int?
    var model: String?
    var serviceTier: ServiceTier?
    var stopReason: String?
    var responseID: String?
    var finishReasons: [String?] = []
    var systemFingerprint: String?
    var outputTexts: [String] = []
    var hasOutput = false
    var citesSources = false
    var hostedCalls: [String: Int]?
}
