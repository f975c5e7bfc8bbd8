internal import Waiter
internal import WaiterConversation
internal import WaiterModels

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension KnownModel {
    /// The columns of a list: profile, ID, date, owner, catalogue data, and notes.
    var row: [String] {
        [profile ?? "-", id, Self.date(created) ?? "", owner ?? ""] + (facts?.columns ?? ["", "", ""])
            + [notes.joined(separator: "; ")]
    }

    /// The shutdown date, from the server or the catalogue.
    private var end: String? { shutdownDate ?? facts?.shutdownDate }

    private var notes: [String] {
        var notes: [String] = []
        // The last path component is sufficient in a list. `models show` prints the full path.
        if let place = defaultPlace { notes.append("default (\(place.split(separator: "/").last ?? ""))") }
        if let isRunning { notes.append(isRunning ? "running" : "not running") }
        if !aliases.isEmpty { notes.append("alias \(aliases.joined(separator: ", "))") }
        if let end { notes.append("retires \(end)") }
        return notes
    }

    /// The pairs of names and values that are shown for a single model.
    var details: [[String]] {
        let all: [(String, String?)] = [
            ("id", id), ("profile", profile), ("default", defaultPlace.map { "yes (\($0))" }),
            ("aliases", aliases.isEmpty ? nil : aliases.joined(separator: ", ")),
            ("running", isRunning.map { $0 ? "yes" : "no" }), ("created", Self.date(created)), ("owner", owner),
            ("retires", facts == nil ? shutdownDate : nil), ("listed", Self.date(listedAt)),
        ]
        var facts = facts
        if let shutdownDate { facts?.shutdownDate = shutdownDate }
        return all.compactMap { name, value in value.map { [name, $0] } } + (facts?.details ?? [])
    }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "profile": profile.map { .string($0) } ?? .null, "default": .bool(defaultPlace != nil),
        ]
        object["default_source"] = defaultPlace.map { .string($0) }
        object["aliases"] = .array(aliases.map { .string($0) })
        object["running"] = isRunning.map { .bool($0) }
        object["created"] = created.map { .integer(Int64($0)) }
        object["owned_by"] = owner.map { .string($0) }
        for (name, value) in facts?.members ?? [:] { object[name] = value }
        object["shutdown_date"] = end.map { .string($0) }
        object["listed_at"] = listedAt.map { .integer(Int64($0)) }
        return .object(object)
    }

    /// Returns the formatted date of a timestamp, or `nil` if the timestamp is missing or out of range. Some servers
    /// send timestamps that are out of range.
    static func date(_ seconds: Int?) -> String? {
        guard let seconds, (1...253_402_300_799).contains(seconds) else { return nil }
        return Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601.year().month().day())
    }
}
