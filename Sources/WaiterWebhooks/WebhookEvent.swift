public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// An event that a webhook reports.
///
/// Events of unknown types are also decoded. The `json` property preserves all members of an event. An event contains
/// only the ID of the object that it refers to. To read the object, retrieve it by its ID.
///
///     switch event.type {
///     case .responseCompleted: print(try await client.responses.retrieve(event.objectID ?? "").outputText)
///     default: break
///     }
public struct WebhookEvent: JSONRecord {
    /// The members of the event, in order.
    public var json: JSONObject

    /// Creates an event from its members.
    public init(json: JSONObject) { self.json = json }

    /// The ID of the event, such as `evt_...`, or an empty string if the ID is absent.
    ///
    /// The same event can be delivered several times. To process each event only once, store the IDs of processed
    /// events.
    public var id: String { json["id"]?.stringValue ?? "" }

    /// The type of the event.
    public var type: EventType { EventType(rawValue: json["type"]?.stringValue ?? "") }

    /// The time at which the event occurred, or `nil` if the time is absent.
    public var createdAt: Date? { json["created_at"]?.doubleValue.map { Date(timeIntervalSince1970: $0) } }

    /// The data of the event, or an empty object if the data is absent. The members of the data depend on the event's
    /// type.
    public var data: JSONObject { json["data"]?.objectValue ?? JSONObject() }

    /// The ID of the response, batch, fine-tuning job or evaluation run, or `nil` for incoming calls.
    public var objectID: String? { data["id"]?.stringValue }

    /// The ID of an incoming Realtime API call.
    public var callID: String? { data["call_id"]?.stringValue }

    /// The session ID of an incoming call, for events of type `live.call.incoming`.
    public var sessionID: String? { data["session_id"]?.stringValue }

    /// The SIP headers of an incoming call, in order. Elements without a name or value are skipped.
    public var sipHeaders: [SIPHeader] {
        (data["sip_headers"]?.arrayValue ?? []).compactMap { header in
            guard let name = header["name"]?.stringValue, let value = header["value"]?.stringValue else { return nil }
            return SIPHeader(name: name, value: value)
        }
    }

    /// A header in the SIP invitation for an incoming call.
    public struct SIPHeader: Sendable, Hashable {
        /// The name, exactly as it was sent.
        public var name: String
        /// The value.
        public var value: String

        /// Creates a header.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }
}
