/// An annotation on an answer's text, such as a citation of a web page or a file.
///
/// An annotation preserves all members as the server sent them.
public struct ResponseAnnotation: JSONRecord {
    /// The type of an annotation.
    public struct Kind: ExtensibleEnum {
        /// A citation of a web page.
        public static let urlCitation = Kind(rawValue: "url_citation")
        /// A citation of a file.
        public static let fileCitation = Kind(rawValue: "file_citation")
        /// A citation of a file in a container.
        public static let containerFileCitation = Kind(rawValue: "container_file_citation")
        /// The path of a file.
        public static let filePath = Kind(rawValue: "file_path")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a type from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The members of the JSON object, in order.
    public var json: JSONObject

    /// Creates an annotation from its members.
    public init(json: JSONObject) { self.json = json }

    /// The type, or an empty string if it is absent.
    public var type: Kind { Kind(rawValue: string("type")) }

    /// The URL of the cited page.
    public var url: String? { self["url"] }

    /// The title of the cited page.
    public var title: String? { self["title"] }

    /// The index of the citation's first character in the text.
    public var startIndex: Int? { self["start_index"] }

    /// The index of the citation's last character in the text.
    public var endIndex: Int? { self["end_index"] }

    /// The ID of the cited file.
    public var fileID: String? { self["file_id"] }

    /// The name of the cited file.
    public var filename: String? { self["filename"] }

    /// The ID of the container that holds the cited file.
    public var containerID: String? { self["container_id"] }

    /// The index of the cited file, or the position in the text at which the file is cited.
    public var index: Int? { self["index"] }
}
