/// How the web is searched before a model that searches answers.
public struct WebSearchOptions: Codable, Sendable, Hashable {
    /// How much of the found pages is put before the model; `medium` when nil.
    public var searchContextSize: SearchContextSize?
    /// Where the user is, roughly, for results that fit.
    public var userLocation: UserLocation?

    /// Where a user is, roughly.
    public struct UserLocation: Codable, Sendable, Hashable {
        /// The kind of location, `approximate`.
        public var type: String
        /// The place.
        public var approximate: Place

        /// Makes a location.
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

    /// A place.
    public struct Place: Codable, Sendable, Hashable {
        /// The country as two letters (ISO 3166-1), such as `US`.
        public var country: String?
        /// The region, such as `California`.
        public var region: String?
        /// The city, such as `San Francisco`.
        public var city: String?
        /// The time zone (IANA), such as `America/Los_Angeles`.
        public var timezone: String?

        private enum CodingKeys: String, CodingKey { case country, region, city, timezone }
    }

    /// Makes options, all of them optional.
    public init(searchContextSize: SearchContextSize? = nil, userLocation: UserLocation? = nil) {
        self.searchContextSize = searchContextSize
        self.userLocation = userLocation
    }

    private enum CodingKeys: String, CodingKey {
        case searchContextSize = "search_context_size"
        case userLocation = "user_location"
    }
}
