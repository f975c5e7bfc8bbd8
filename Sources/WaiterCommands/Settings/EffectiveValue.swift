internal import HTTPTypes
package import Waiter

/// The effective value of a setting and its source.
package struct EffectiveValue: Sendable, Hashable {
    package var name: String
    /// The value, with keys masked, or null if there is no value.
    package var json: JSONValue
    package var source: String

    package var text: String { json.isNull ? "-" : json.stringValue ?? json.jsonText }

    /// Returns all settings in a fixed order, with request options last.
    package static func all(of settings: Settings, environment: [String: String]) -> [EffectiveValue] {
        func value(_ name: String, _ json: JSONValue?, or missing: String) -> EffectiveValue {
            EffectiveValue(name: name, json: json ?? .null, source: settings.sources[name] ?? missing)
        }
        func text(_ text: String?) -> JSONValue? { text.map { .string(KeyScanner.redacted($0)) } }
        let key = settings.key.map { JSONValue.string($0.immediateValue == nil ? "(from a command)" : "\($0)") }
        let isLocal = settings.profile.isLocal
        var values = [
            value("profile", text(settings.profile.name), or: ""),
            value("base_url", text(settings.baseURL?.value), or: isLocal ? "chosen by the local server" : "not set"),
            value("model", text(settings.model?.value), or: isLocal ? "chosen by the local server" : "not set"),
            value("key", key, or: isLocal ? "not needed" : "not set"),
            value("system", text(settings.profile.system), or: "not set"),
        ]
        values += deadlines(of: settings)
        values.append(value("retries", .integer(Int64(settings.retries ?? 2)), or: "built in"))
        if settings.profile.scheme != .bearer {
            let scheme = settings.profile.scheme.fieldName?.rawName ?? "none"
            values.append(value("auth", .string(scheme), or: ""))
        }
        for field in settings.headers {
            values.append(value("headers.\(field.name.rawName)", .string(CustomHeader.shown(field)), or: ""))
        }
        if let tags = settings.profile.thinkTags { values.append(value("think_tags", .string("\(tags)"), or: "")) }
        if let api = settings.api, settings.sources["api"] != nil {
            values.append(value("api", .string(api.rawValue), or: ""))
        }
        if let model = settings.profile.embeddingModel {
            values.append(value("embedding_model", text(model), or: "built in"))
        }
        if let billing = settings.profile.billing {
            values.append(value("billing", .string(billing.rawValue), or: ""))
        }
        if settings.profile.allowsPlainHTTP { values.append(value("allow_plain_http", true, or: "")) }
        if settings.profile.name == "openai" {
            for (name, variable) in [("organization", "OPENAI_ORG_ID"), ("project", "OPENAI_PROJECT_ID")] {
                guard let given = environment[variable], !given.isEmpty else { continue }
                values.append(EffectiveValue(name: name, json: .string(given), source: variable))
            }
        }
        for (name, option) in settings.options { values.append(value("options.\(name)", option, or: "")) }
        return values
    }

    /// Returns all timeouts in seconds. Only the total timeout can be configured.
    private static func deadlines(of settings: Settings) -> [EffectiveValue] {
        let stream = EffectiveTimeouts(settings.timeouts, isStream: true)
        let whole = EffectiveTimeouts(settings.timeouts, isStream: false)
        func seconds(_ duration: Duration?) -> JSONValue { duration.map { .number($0 / .seconds(1)) } ?? .null }
        let total = settings.sources["timeout"] ?? "built in"
        let values: [(name: String, json: JSONValue, source: String)] = [
            ("timeout", seconds(stream.total), total),
            ("timeout.whole_answer", seconds(whole.total), total),
            ("timeout.connect", seconds(stream.connect), "built in"),
            ("timeout.first_content", seconds(stream.firstContent), "built in"),
            ("timeout.idle_before_content", seconds(stream.idleBeforeContent), "built in"),
            ("timeout.idle", seconds(stream.idleAfterContent), "built in"),
        ]
        return values.map { EffectiveValue(name: $0.name, json: $0.json, source: $0.source) }
    }
}
