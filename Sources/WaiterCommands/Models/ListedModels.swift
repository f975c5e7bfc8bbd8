package import Waiter

/// The most recent model list from a server.
package struct ListedModels: Sendable, Hashable {
    /// The address of the server.
    ///
    /// The list is not used for any other server of the same profile.
    package var baseURL: String
    /// The time of the request, in seconds since 1970.
    package var listedAt: Int
    package var models: [ModelInfo]

    package init(baseURL: String, listedAt: Int, models: [ModelInfo]) {
        self.baseURL = baseURL
        self.listedAt = listedAt
        self.models = models
    }

    /// Decodes the output of `json`. Returns `nil` for any other value.
    init?(_ json: JSONValue) {
        guard let baseURL = json["base_url"]?.stringValue, let models = json["models"]?.arrayValue else { return nil }
        self.baseURL = baseURL
        listedAt = json["listed_at"]?.intValue ?? 0
        self.models = models.compactMap { model in
            model["id"]?.stringValue.map { id in
                ModelInfo(
                    id: id,
                    created: model["created"]?.intValue,
                    ownedBy: model["owned_by"]?.stringValue,
                    shutdownDate: model["shutdown_date"]?.stringValue
                )
            }
        }
    }

    var json: JSONValue {
        let list = models.map { model -> JSONValue in
            var object: JSONObject = ["id": .string(model.id)]
            object["created"] = model.created.map { .integer(Int64($0)) }
            object["owned_by"] = model.ownedBy.map { .string($0) }
            object["shutdown_date"] = model.shutdownDate.map { .string($0) }
            return .object(object)
        }
        return ["base_url": .string(baseURL), "listed_at": .integer(Int64(listedAt)), "models": .array(list)]
    }
}
