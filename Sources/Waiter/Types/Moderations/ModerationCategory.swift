/// A category of harmful content.
public struct ModerationCategory: ExtensibleEnum {
    /// Content that expresses or promotes hate based on a protected characteristic.
    public static let hate = ModerationCategory(rawValue: "hate")
    /// Hateful content that also includes violence or serious harm.
    public static let hateThreatening = ModerationCategory(rawValue: "hate/threatening")
    /// Content that expresses or promotes harassing language.
    public static let harassment = ModerationCategory(rawValue: "harassment")
    /// Harassment that also includes violence or serious harm.
    public static let harassmentThreatening = ModerationCategory(rawValue: "harassment/threatening")
    /// Instructions or advice for wrongdoing.
    public static let illicit = ModerationCategory(rawValue: "illicit")
    /// Instructions or advice for violent wrongdoing, or for procuring a weapon.
    public static let illicitViolent = ModerationCategory(rawValue: "illicit/violent")
    /// Content that depicts or promotes self-harm.
    public static let selfHarm = ModerationCategory(rawValue: "self-harm")
    /// A speaker's intent to harm themselves.
    public static let selfHarmIntent = ModerationCategory(rawValue: "self-harm/intent")
    /// Instructions for self-harm.
    public static let selfHarmInstructions = ModerationCategory(rawValue: "self-harm/instructions")
    /// Sexual content.
    public static let sexual = ModerationCategory(rawValue: "sexual")
    /// Sexual content that includes a person under 18 years of age.
    public static let sexualMinors = ModerationCategory(rawValue: "sexual/minors")
    /// Content that depicts death, violence or physical injury.
    public static let violence = ModerationCategory(rawValue: "violence")
    /// Violence in graphic detail.
    public static let violenceGraphic = ModerationCategory(rawValue: "violence/graphic")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a category from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
