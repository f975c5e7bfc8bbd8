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
            // Such header names contain a hyphen, which distinguishes them from mistyped keywords.
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
    func azure(_ object: JSONObject, at place: String) throws -> AzureDeployment? {
        guard let value = object["azure"], !value.isNull else { return nil }
        let place = place + "azure"
        guard let members = value.objectValue else {
            throw wrong(place, "an object with \"deployment\" and \"api_version\"")
        }
        try check(members, known: ["deployment", "api_version"], at: place + ".")
        guard let deployment = try string(members, "deployment", at: place + "."),
            let version = try string(members, "api_version", at: place + ".")
        else { throw wrong(place, "an object with \"deployment\" and \"api_version\"") }
        return AzureDeployment(deployment: deployment, apiVersion: version)
    }
}
