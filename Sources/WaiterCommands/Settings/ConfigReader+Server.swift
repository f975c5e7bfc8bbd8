internal import HTTPTypes
internal import Waiter
internal import WaiterModels

extension ConfigReader {
    /// Reads `"headers": {"X-Team": "blue"}`.
    func headers(_ object: JSONObject, at place: String) throws -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in try self.object(object["headers"] ?? [:], place + "headers") {
            guard let text = value.stringValue else { throw wrong("\(place)headers.\(name)", "a string") }
            do {
                fields.append(try CustomHeader(name: name, value: text).field)
            } catch {
                throw CommandFailure.usage("\(error.reason) ('\(place)headers' in \(path))", nextStep: error.nextStep)
            }
        }
        return fields
    }

    /// Reads `"auth"`: `bearer`, `none`, or the name of the header that contains the key.
    func authentication(_ object: JSONObject, at place: String) throws -> AuthenticationScheme? {
        guard let text = try string(object, "auth", at: place) else { return nil }
        switch text.lowercased() {
        case "bearer": return .bearer
        case "none": return .anonymous
        default:
            // A header name must contain a hyphen here, which distinguishes it from a mistyped keyword.
            guard text.contains("-"), let name = HTTPField.Name(text) else {
                throw wrong(place + "auth", "\"bearer\", \"none\", or a header name such as \"api-key\"")
            }
            return .header(name)
        }
    }

    /// Reads `"think_tags": "opened"`.
    func thinkTags(_ object: JSONObject, at place: String) throws -> ChatCompletion.ThinkTags? {
        guard let text = try string(object, "think_tags", at: place) else { return nil }
        switch text {
        case "separated": return .separated
        case "opened": return .opened
        case "kept": return .kept
        default: throw wrong(place + "think_tags", "\"separated\", \"opened\" or \"kept\"")
        }
    }

    /// Reads `"api": "chat"` or `"responses"`.
    func api(_ object: JSONObject, at place: String) throws -> ModelAPI? {
        guard let text = try string(object, "api", at: place) else { return nil }
        guard let choice = APIChoice(rawValue: text) else { throw wrong(place + "api", "\"chat\" or \"responses\"") }
        return choice.api
    }

    /// Reads `"billing": "list"` or `"free"`.
    func billing(_ object: JSONObject, at place: String) throws -> Billing? {
        guard let text = try string(object, "billing", at: place) else { return nil }
        guard let billing = Billing(rawValue: text) else { throw wrong(place + "billing", "\"list\" or \"free\"") }
        return billing
    }

    /// Reads `"azure": {"deployment": "gpt", "api_version": "2024-10-21"}`.
    ///
    /// With the version `v1`, the resource's v1 API is used. In that API, deployment names are used as model names, and
    /// the optional `deployment` specifies the default model. Source:
    /// https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle
    func azure(_ object: JSONObject, at place: String, of profile: inout Profile) throws {
        guard let value = object["azure"], !value.isNull else { return }
        let place = place + "azure"
        guard let members = value.objectValue else {
            throw wrong(place, "an object with \"deployment\" and \"api_version\"")
        }
        try check(members, known: ["deployment", "api_version"], at: place + ".")
        let deployment = try string(members, "deployment", at: place + ".")
        let version = try string(members, "api_version", at: place + ".")
        guard version == "v1" else {
            guard let deployment, let version else {
                throw wrong(place, "an object with \"deployment\" and \"api_version\"")
            }
            profile.azure = AzureDeployment(deployment: deployment, apiVersion: version)
            return
        }
        profile.model = profile.model ?? deployment
        profile.authentication = profile.authentication ?? HTTPField.Name("api-key").map { .header($0) }
        guard var url = profile.baseURL else { throw wrong(place, "used with the \"base_url\" of the resource") }
        while url.hasSuffix("/") { url.removeLast() }
        profile.baseURL = url.hasSuffix("/openai/v1") ? url : url + "/openai/v1"
    }
}
