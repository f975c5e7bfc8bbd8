/// Options for models that search the web.
public struct WebSearchOptions: Codable, Sendable, Hashable {
    /// The amount of context window space used for search results. The default is `medium`.
    public var searchContextSize: SearchContextSize?
    /// The approximate location of the user, which makes the results more relevant.
    public var userLocation: UserLocation?

    /// The approximate location of a user.
    public struct UserLocation: Codable, Sendable, Hashable {
        /// The type of location, which is always `approximate`.
        public var type: String
        /// The location.
        public var approximate: Place

        /// Creates a location.
        public init(
            country: String? = nil,
            region: String? = nil,
            city: String? = nil,
            timezone: String? = nil
        ) {
            type = "approximate"
            approximate = Place(country: country, region: region, city: city, timezone: timezone)
        }

        private enum CodingKeys: String, CodingKey { case type, approximate }
    }

    /// A geographic location.
    public struct Place: Codable, Sendable, Hashable {
        /// The two-letter country code (ISO 3166-1), such as `US`.
        public var country: String?
        /// The region, such as `California`.
        public var region: String?
        /// The city, such as `San Francisco`.
        public var city: String?
        /// The IANA time zone, such as `America/Los_Angeles`.
        public var timezone: String?

        private enum CodingKeys: String, CodingKey { case country, region, city, timezone }
    }

    /// Creates web search options.
    public init(searchContextSize: SearchContextSize? = nil, userLocation: UserLocation? = nil) {
        self.searchContextSize = searchContextSize
        self.userLocation = userLocation
    }

    private enum CodingKeys: String, CodingKey {
        case searchContextSize = "search_context_size"
        case userLocation = "user_location"
    }
}
