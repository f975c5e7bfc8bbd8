import Foundation
import Testing
import Waiter
import WaiterWebhooks

@Suite("Events of webhooks")
struct WebhookEventTests {
    private func event(_ text: String) throws -> WebhookEvent {
        WebhookEvent(json: try #require(JSONValue(jsonText: text).objectValue))
    }

    @Test(
        "The types in OpenAI's description have names",
        arguments: [
            (WebhookEvent.EventType.batchCancelled, "batch.cancelled"), (.batchCompleted, "batch.completed"),
            (.batchExpired, "batch.expired"), (.batchFailed, "batch.failed"),
            (.evalRunCanceled, "eval.run.canceled"), (.evalRunFailed, "eval.run.failed"),
            (.evalRunSucceeded, "eval.run.succeeded"), (.fineTuningJobCancelled, "fine_tuning.job.cancelled"),
            (.fineTuningJobFailed, "fine_tuning.job.failed"), (.fineTuningJobSucceeded, "fine_tuning.job.succeeded"),
            (.liveCallIncoming, "live.call.incoming"), (.realtimeCallIncoming, "realtime.call.incoming"),
            (.responseCancelled, "response.cancelled"), (.responseCompleted, "response.completed"),
            (.responseFailed, "response.failed"), (.responseIncomplete, "response.incomplete"),
        ]
    )
    func types(_ type: WebhookEvent.EventType, _ name: String) throws {
        let event = try event(#"{"id":"evt_1","type":"\#(name)","created_at":1,"data":{"id":"x_1"}}"#)
        #expect(event.type == type)
        #expect(event.objectID == "x_1")
    }

    @Test("An incoming call has its ID and SIP headers")
    func call() throws {
        let event = try event(
            #"{"id":"e","type":"realtime.call.incoming","created_at":1,"data":{"call_id":"rtc_1","sip_headers":"#
                + #"[{"name":"From","value":"sip:+1@x"},{"name":"To"},7,{"name":"From","value":"b"}]}}"#
        )
        #expect(event.callID == "rtc_1" && event.objectID == nil && event.sessionID == nil)
        #expect(event.sipHeaders.map(\.value) == ["sip:+1@x", "b"])
        let live = try self.event(#"{"type":"live.call.incoming","data":{"session_id":"s_1","sip_headers":[]}}"#)
        #expect(live.sessionID == "s_1" && live.sipHeaders.isEmpty)
    }

    @Test("An unknown type, and members of unexpected types, decode and survive a round trip")
    func unknown() throws {
        let text = #"{"id":7,"type":"thread.exploded","created_at":"soon","data":[1],"new":{"a":null}}"#
        let event = try event(text)
        #expect(event.type == "thread.exploded")
        #expect(event.id.isEmpty && event.createdAt == nil && event.objectID == nil && event.data == JSONObject())
        #expect(JSONValue.object(event.json).jsonText == text)
    }
}
