import Testing
import Waiter
import WaiterTestSupport

@Suite("Image streams")
struct ImageStreamTests {
    private static func partial(_ index: Int, _ kind: String = "image_generation") -> String {
        #"""
        event: \#(kind).partial_image
        data: {"type":"\#(kind).partial_image","b64_json":"\#(tinyPNG)","created_at":1620000000,"size":"1024x1024","quality":"high","background":"transparent","output_format":"png","partial_image_index":\#(index)}


        """#
    }

    private static func completed(_ kind: String = "image_generation") -> String {
        #"""
        event: \#(kind).completed
        data: {"type":"\#(kind).completed","b64_json":"\#(tinyPNG)","created_at":1620000000,"size":"1024x1024","quality":"high","background":"transparent","output_format":"png","usage":{"total_tokens":100,"input_tokens":50,"output_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}}


        """#
    }

    @Test("Partial images precede the complete one, and the meter receives its usage")
    func generation() async throws {
        let meter = OutcomeMeter()
        let transport = ScriptedTransport(.events(Self.partial(0), Self.partial(1) + Self.completed()))
        var request = ImageGenerationRequest(model: "gpt-image-2", prompt: "x")
        request.partialImages = 2
        let stream = try await transport.client(meter: meter).images.generateStream(request)
        let (events, error) = await drain(stream)
        #expect(error == nil)
        #expect(events.map(\.type) == [.generationPartialImage, .generationPartialImage, .generationCompleted])
        #expect(events.map(\.partialImageIndex) == [0, 1, nil])
        #expect(events.map(\.isPartial) == [true, true, false] && events.map(\.isCompleted) == [false, false, true])
        #expect(try events[2].image?.bytes() == tinyPNGBytes)
        #expect(events[2].createdAt == 1_620_000_000 && events[2].size == .square && events[2].quality == .high)
        #expect(events[2].background == .transparent && events[2].outputFormat == .png)
        #expect(events[2].usage?.totalTokens == 100)
        #expect(transport.requests[0].json["stream"] == true && transport.requests[0].json["partial_images"] == 2)
        #expect(meter.outcomes.map(\.status) == [.complete])
        #expect(meter.outcomes[0].metadata.usage?.output?.imageTokens == 50)
    }

    @Test("An edit streams under its own event types, and events of unknown types keep their members")
    func edit() async throws {
        let unknown = #"data: {"type":"image_edit.queued","position":3}"# + "\n\n"
        let transport = ScriptedTransport(.events(unknown, Self.partial(0, "image_edit"), Self.completed("image_edit")))
        let request = ImageEditRequest(model: "m", images: [.bytes(tinyPNGBytes)], prompt: "x")
        let (events, error) = await drain(try await transport.client().images.editStream(request))
        #expect(error == nil)
        #expect(events.map(\.type) == ["image_edit.queued", .editPartialImage, .editCompleted])
        #expect(events[0].json["position"] == 3 && events[0].image == nil)
        #expect(try await transport.requests[0].formLines().contains("stream=true"))
    }

    @Test("A stream cut after a partial image is an error that has it, and is metered as truncated")
    func cut() async throws {
        let meter = OutcomeMeter()
        let transport = ScriptedTransport(.events(Self.partial(0), String(Self.completed().prefix(200))))
        let stream = try await transport.client(meter: meter).images.generateStream(.init(model: "m", prompt: "x"))
        let (events, error) = await drain(stream)
        #expect(events.map(\.type) == [.generationPartialImage])
        let failure = try #require(error as? OpenAIError)
        #expect(failure.code == .streamTruncated)
        #expect(try failure.partialImage?.bytes() == tinyPNGBytes)
        #expect(meter.outcomes.map(\.status) == [.truncated])
    }

    @Test("Every chunking of the bytes gives the same events")
    func chunks() async throws {
        let bytes = Array((Self.partial(0) + Self.completed()).utf8)
        for size in [1, 7, 64, 1000] {
            let chunks = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            let transport = ScriptedTransport(
                .respond(status: 200, headers: ["content-type": "text/event-stream"], chunks: chunks)
            )
            let stream = try await transport.client().images.generateStream(.init(model: "m", prompt: "x"))
            let (events, error) = await drain(stream)
            #expect(error == nil && events.count == 2)
        }
    }

    @Test("An error event ends the stream with the server's error")
    func refused() async throws {
        let error = #"data: {"type":"error","error":{"code":"moderation_blocked","message":"no"}}"# + "\n\n"
        let transport = ScriptedTransport(.events(Self.partial(0) + error))
        let stream = try await transport.client().images.generateStream(.init(model: "m", prompt: "x"))
        let failure = try #require(await drain(stream).error as? OpenAIError)
        #expect(failure.serverCode == "moderation_blocked" && failure.partialImage != nil)
    }

    @Test("A server that sends whole JSON instead of a stream gives one complete event")
    func whole() async throws {
        let transport = ScriptedTransport(
            .json(#"{"created":7,"data":[{"b64_json":"\#(tinyPNG)"}],"usage":{"input_tokens":1,"output_tokens":2}}"#)
        )
        let stream = try await transport.client().images.generateStream(.init(model: "m", prompt: "x"))
        let (events, error) = await drain(stream)
        #expect(error == nil && events.map(\.type) == [.generationCompleted])
        #expect(events[0].createdAt == 7 && events[0].usage?.outputTokens == 2 && events[0].images.count == 1)
    }

    @Test("A whole response with several images instead of a stream loses none of them")
    func several() async throws {
        let meter = OutcomeMeter()
        let transport = ScriptedTransport(
            .json(#"{"created":7,"data":[{"b64_json":"\#(tinyPNG)"},{"url":"https://x/2","revised_prompt":"y"}]}"#)
        )
        var request = ImageGenerationRequest(model: "m", prompt: "x")
        request.n = 2
        let (events, error) = await drain(try await transport.client(meter: meter).images.generateStream(request))
        #expect(error == nil && events.count == 1)
        #expect(try events[0].image?.bytes() == tinyPNGBytes)
        #expect(events[0].images.map(\.url) == [nil, "https://x/2"] && events[0].images[1].revisedPrompt == "y")
        #expect(meter.outcomes.first?.metadata.imageCount == 2)
    }
}
