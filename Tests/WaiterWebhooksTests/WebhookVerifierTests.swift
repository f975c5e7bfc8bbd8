import Foundation
import HTTPTypes
import Testing
import Waiter
import WaiterWebhooks

/// The signatures were computed with Python's hmac:
/// `base64.b64encode(hmac.new(key, b"msg_1.1764374400." + body, hashlib.sha256).digest())`
@Suite("Verification of webhooks")
struct WebhookVerifierTests {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let time: Double = 1_764_374_400
    static let body = Array(
        #"{"id":"evt_1","object":"event","created_at":1764374400,"type":"response.completed","data":{"id":"resp_1"}}"#
            .utf8
    )
    static let signature = "v1,NRCY62ZhDOAtnFUBy/nyrdvBad4FDVs2ndANJ+c0BCA="
    static let rawSignature = "v1,Keljdtn8kL1cRTP0O/9R4qos9UYdnd5loOT0C1HtAK4="
    static let headers = [
        "Webhook-ID": "msg_1", "WEBHOOK-TIMESTAMP": "1764374400", "webhook-signature": signature,
    ]

    private func verifier(_ secrets: String..., after seconds: Double = 0) throws -> WebhookVerifier {
        try WebhookVerifier(secrets: secrets.map { try WebhookSecret($0) }) {
            Date(timeIntervalSince1970: Self.time + seconds)
        }
    }

    private func headers(_ changes: [String: String?]) -> [String: String] {
        var headers = ["webhook-id": "msg_1", "webhook-timestamp": "1764374400", "webhook-signature": Self.signature]
        for (name, value) in changes { headers[name] = value }
        return headers
    }

    /// Returns the code of the error that verification throws; nil if it succeeds.
    private func code(
        _ headers: [String: String],
        body: [UInt8] = body,
        secret: String = secret,
        after seconds: Double = 0
    ) throws -> WebhookError.Code? {
        do {
            try verifier(secret, after: seconds).verify(body: body, headers: headers)
            return nil
        } catch let error as WebhookError {
            #expect(!error.message.contains("MfKQ9r8") && !error.message.contains("\n"))
            #expect(error.localizedDescription == error.message)
            return error.code
        }
    }

    @Test("A signed event is decoded, with header names of any case")
    func event() throws {
        let event = try verifier(Self.secret).event(body: Self.body, headers: Self.headers)
        #expect(event.type == .responseCompleted)
        #expect(event.id == "evt_1")
        #expect(event.objectID == "resp_1")
        #expect(event.createdAt == Date(timeIntervalSince1970: Self.time))
    }

    @Test("Headers of swift-http-types and a body of another collection type work as well")
    func fields() throws {
        var fields = HTTPFields()
        for (name, value) in Self.headers { fields[try #require(HTTPField.Name(name))] = value }
        let event = try verifier(Self.secret).event(body: Data(Self.body), headers: fields)
        #expect(event.type == .responseCompleted)
        try verifier(Self.secret).verify(body: Self.body[...], headers: fields)
        fields[try #require(HTTPField.Name("webhook-id"))] = nil
        #expect(throws: WebhookError.self) { try verifier(Self.secret).verify(body: Self.body, headers: fields) }
    }

    @Test("The published example of Standard Webhooks verifies")
    func published() throws {
        let verifier = try WebhookVerifier(secret: WebhookSecret(Self.secret)) {
            Date(timeIntervalSince1970: 1_614_265_330)
        }
        let headers = [
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ]
        try verifier.verify(body: Array(#"{"test": 2432232314}"#.utf8), headers: headers)
    }

    @Test("A secret without the prefix is used as it is")
    func rawSecret() throws {
        #expect(try code(headers(["webhook-signature": Self.rawSignature]), secret: "raw secret") == nil)
    }

    @Test("Any of several signatures may match, and other versions are ignored")
    func severalSignatures() throws {
        let several = "v1,AAAA v1a,\(Self.signature.dropFirst(3)) v2,zzz \(Self.signature)"
        #expect(try code(headers(["webhook-signature": several])) == nil)
        #expect(try code(headers(["webhook-signature": "v1,%%% \(Self.signature)"])) == nil)
    }

    @Test("During a rotation either secret verifies")
    func rotation() throws {
        let verifier = try verifier("raw secret", Self.secret)
        try verifier.verify(body: Self.body, headers: headers([:]))
        try verifier.verify(body: Self.body, headers: headers(["webhook-signature": Self.rawSignature]))
    }

    @Test("A wrong secret and a changed body, ID or timestamp do not match")
    func mismatches() throws {
        #expect(try code(headers([:]), secret: "other") == .signatureMismatch)
        for index in [0, Self.body.count / 2, Self.body.count - 1] {
            var changed = Self.body
            changed[index] ^= 1
            #expect(try code(headers([:]), body: changed) == .signatureMismatch)
        }
        #expect(try code(headers([:]), body: Self.body + [0x0A]) == .signatureMismatch)
        #expect(try code(headers([:]), body: []) == .signatureMismatch)
        #expect(try code(headers(["webhook-id": "msg_2"])) == .signatureMismatch)
        #expect(try code(headers(["webhook-timestamp": "1764374401"])) == .signatureMismatch)
        // The text of the timestamp is signed, not its number.
        #expect(try code(headers(["webhook-timestamp": "01764374400"])) == .signatureMismatch)
    }

    @Test("A timestamp more than 300 s away is rejected in either direction", arguments: [-301.0, -300, 0, 300, 301])
    func window(_ seconds: Double) throws {
        let expected: WebhookError.Code? =
            seconds > 300 ? .timestampTooOld : seconds < -300 ? .timestampTooNew : nil
        #expect(try code(headers([:]), after: seconds) == expected)
    }

    @Test(
        "A timestamp that is not a number of seconds is malformed",
        arguments: ["", " ", "now", "1764374400.5", "-1764374400", "+1764374400", "99999999999999999999", "١٢٣"]
    )
    func malformedTimestamp(_ text: String) throws {
        let code = try code(headers(["webhook-timestamp": text]))
        #expect(code == (text.isEmpty ? .missingHeader : .malformedTimestamp))
    }

    @Test(
        "A header without a signature of version 1 in base64 is malformed",
        arguments: ["v1", "v1,", "v1,%%%", "v2,AAAA", "NRCY62ZhDOAtnFUBy/nyrdvBad4FDVs2ndANJ+c0BCA=", " ", "v1,NRCY62"]
    )
    func malformedSignature(_ text: String) throws {
        let code = try code(headers(["webhook-signature": text]))
        #expect(code == .malformedSignature)
    }

    @Test("A missing header is named", arguments: ["webhook-id", "webhook-timestamp", "webhook-signature"])
    func missing(_ name: String) throws {
        let error = #expect(throws: WebhookError.self) {
            try verifier(Self.secret).verify(body: Self.body, headers: headers([name: nil]))
        }
        #expect(error?.code == .missingHeader)
        #expect(error?.message.contains(name) == true)
    }

    @Test("A signed body that is not an event is reported as such")
    func malformedEvent() throws {
        // Python: hmac of "msg_1.1764374400.[]"
        let signature = "v1,RuV3hd1Fg4Z0hnXVY1uhHCuv9yHEXuqAyhoAwnTWRKw="
        let error = #expect(throws: WebhookError.self) {
            try verifier(Self.secret).event(
                body: Array("[]".utf8),
                headers: headers(["webhook-signature": signature])
            )
        }
        #expect(error?.code == .malformedEvent)
    }
}
