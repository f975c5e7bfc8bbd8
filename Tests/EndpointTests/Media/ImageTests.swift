import Testing
import Waiter
import WaiterTestSupport

@Suite("Images")
struct ImageTests {
    /// The example of the API description.
    private static let response = #"""
        {"created":1713833628,"data":[{"b64_json":"\#(tinyPNG)"}],"background":"transparent","output_format":"png",
        "size":"1024x1024","quality":"high","usage":{"total_tokens":100,"input_tokens":50,"output_tokens":50,
        "input_tokens_details":{"text_tokens":10,"image_tokens":40}}}
        """#

    @Test("A generation request sends every parameter under its name")
    func everyParameter() async throws {
        var request = ImageGenerationRequest(model: "gpt-image-2", prompt: "A cute baby sea otter")
        request.n = 2
        request.size = .init(width: 1536, height: 864)
        request.quality = .high
        request.background = .transparent
        request.outputFormat = .webp
        request.outputCompression = 80
        request.moderation = .low
        request.style = .natural
        request.responseFormat = .base64
        request.partialImages = 2
        request.user = "u"
        let transport = ScriptedTransport(.json(Self.response))
        _ = try await transport.client().images.generate(request)
        #expect(transport.requests.map(\.line) == ["POST /v1/images/generations"])
        #expect(
            transport.requests[0].json == [
                "model": "gpt-image-2", "prompt": "A cute baby sea otter", "n": 2, "size": "1536x864",
                "quality": "high", "background": "transparent", "output_format": "webp", "output_compression": 80,
                "moderation": "low", "style": "natural", "response_format": "b64_json", "partial_images": 2,
                "user": "u",
            ]
        )
        #expect(try roundTrip(request) == request)
        #expect(try encoded(ImageGenerationRequest(prompt: "x")) == #"{"prompt":"x"}"#)
    }

    @Test("A response has its images, settings and usage, and the meter receives image tokens")
    func response() async throws {
        let meter = OutcomeMeter()
        let transport = ScriptedTransport(.json(Self.response))
        let images = try await transport.client(meter: meter).images.generate(.init(model: "m", prompt: "x"))
        #expect(images.created == 1_713_833_628 && images.background == .transparent && images.outputFormat == .png)
        #expect(images.size == .square && images.quality == .high)
        #expect(images.usage?.inputTokens == 50 && images.usage?.input?.imageTokens == 40)
        #expect(try images.data[0].bytes() == tinyPNGBytes)
        #expect(try roundTrip(images) == images)
        #expect(meter.attempts.map(\.operation) == ["images.generate"])
        let metadata = try #require(meter.outcomes.first).metadata
        #expect(metadata.usage?.outputTokens == 50 && metadata.usage?.output?.imageTokens == 50)
        #expect(metadata.usage?.input?.textTokens == 10 && metadata.hasOutput && metadata.imageCount == 1)
    }

    @Test("Image tokens that the server reports are kept beside its text tokens")
    func outputDetails() async throws {
        let meter = OutcomeMeter()
        let usage =
            #"{"input_tokens":1,"output_tokens":9,"total_tokens":10,"output_tokens_details":{"image_tokens":7,"text_tokens":2}}"#
        let transport = ScriptedTransport(.json(#"{"created":1,"data":[{"url":"https://x"}],"usage":\#(usage)}"#))
        _ = try await transport.client(meter: meter).images.generate(.init(model: "m", prompt: "x"))
        #expect(meter.outcomes.first?.metadata.usage?.output?.imageTokens == 7)
        #expect(meter.outcomes.first?.metadata.usage?.output?.textTokens == 2)
    }

    @Test("A URL is kept as the server sent it, and has no bytes to save")
    func url() async throws {
        let url = "https://files.example/a%20b.png?sig=x%2By"
        let transport = ScriptedTransport(
            .json(#"{"created":1,"data":[{"url":"\#(url)","revised_prompt":"An otter"}],"new":true}"#)
        )
        let image = try await transport.client().images.generate(.init(prompt: "x")).data[0]
        #expect(image.url == url && image.revisedPrompt == "An otter")
        let error = #expect(throws: OpenAIError.self) { try image.bytes() }
        #expect(error?.message.contains("a URL instead of image data") == true)
    }

    @Test("A saved image replaces the file as a whole, and its type is detected")
    func saved() throws {
        let folder = try ScratchFolder()
        try folder.write([1, 2, 3], to: "a.png")
        let file = try GeneratedImage(base64: tinyPNG).save(to: folder("a.png"))
        #expect(file.bytes == tinyPNGBytes.count && file.contentType == "image/png")
        #expect(try folder.read("a.png") == tinyPNGBytes)
        #expect(try GeneratedImage(base64: "data:image/png;base64,\(tinyPNG)").bytes() == tinyPNGBytes)
        #expect(folder.names == ["a.png"])
    }

    @Test(
        "Data that is not an image, or cut in the middle of its base64, is never saved",
        arguments: ["aGVsbG8=", "", "not base64!", String(tinyPNG.dropLast(3)), "PGh0bWw+"]
    )
    func noImage(base64: String) throws {
        let folder = try ScratchFolder()
        let error = #expect(throws: OpenAIError.self) { try GeneratedImage(base64: base64).save(to: folder("a.png")) }
        #expect(error?.code == .invalidResponse)
        #expect(folder.names.isEmpty)
    }

    @Test("A directory that does not exist is a file error")
    func unwritable() throws {
        let folder = try ScratchFolder()
        let error = #expect(throws: OpenAIError.self) {
            try GeneratedImage(base64: tinyPNG).save(to: folder("nothing/a.png"))
        }
        #expect(error?.code == .fileAccess)
    }

    @Test("A response without an image is an error", arguments: ["[]", "null", "[{}]", #"[{"revised_prompt":"x"}]"#])
    func empty(data: String) async throws {
        let transport = ScriptedTransport(.json(#"{"created":1,"data":\#(data)}"#))
        let error = await #expect(throws: OpenAIError.self) {
            try await transport.client().images.generate(.init(prompt: "x"))
        }
        #expect(error?.code == .invalidResponse && error?.message == "the response contains no image")
    }

    @Test("An edit sends its images and mask as a form after every parameter")
    func editForm() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(tinyPNGBytes, to: "b")
        var request = ImageEditRequest(
            model: "gpt-image-1.5",
            images: [.bytes(tinyPNGBytes), .path(path)],
            prompt: "p"
        )
        request.mask = .bytes(tinyPNGBytes)
        request.n = 1
        request.size = .auto
        request.quality = .low
        request.background = .opaque
        request.outputFormat = .jpeg
        request.outputCompression = 50
        request.inputFidelity = .high
        request.responseFormat = .url
        request.partialImages = 1
        request.user = "u"
        let transport = ScriptedTransport(.json(Self.response))
        _ = try await transport.client().images.edit(request)
        #expect(transport.requests.map(\.line) == ["POST /v1/images/edits"])
        #expect(
            try await transport.requests[0].formLines() == [
                "model=gpt-image-1.5", "prompt=p", "n=1", "size=auto", "quality=low", "background=opaque",
                "output_format=jpeg", "output_compression=50", "input_fidelity=high", "response_format=url",
                "partial_images=1", "user=u", "image[]=@image.png", "image[]=@b", "mask=@image.png",
            ]
        )
        let files = try await transport.requests[0].formParts().filter { $0.file != nil }
        #expect(files.map(\.type) == ["image/png", "image/png", "image/png"])
        #expect(files.allSatisfy { $0.content == tinyPNGBytes })
    }

    @Test("A single image is not a list")
    func editOne() async throws {
        let transport = ScriptedTransport(.json(Self.response))
        _ = try await transport.client().images.edit(.init(model: "m", images: [.bytes(tinyPNGBytes)], prompt: "p"))
        #expect(try await transport.requests[0].formLines() == ["model=m", "prompt=p", "image=@image.png"])
    }

    @Test("URLs and file IDs are sent as JSON, with the moderation that only this form has")
    func editReferences() async throws {
        var request = ImageEditRequest(model: "m", images: [.url("https://x/a.png"), .fileID("file-1")], prompt: "p")
        request.mask = .fileID("file-2")
        request.moderation = .low
        let transport = ScriptedTransport(.json(Self.response))
        _ = try await transport.client().images.edit(request)
        #expect(
            transport.requests[0].json == [
                "model": "m", "prompt": "p", "moderation": "low",
                "images": [["image_url": "https://x/a.png"], ["file_id": "file-1"]], "mask": ["file_id": "file-2"],
            ]
        )
    }

    @Test("An edit without images, with mixed ones, or of a file that is not an image is not sent")
    func refused() async throws {
        let folder = try ScratchFolder()
        let text = try folder.write(Array("hello".utf8), to: "a.png")
        let empty = try folder.write([], to: "b.png")
        let transport = ScriptedTransport(.json(Self.response))
        let images = try transport.client().images
        let cases: [([ImageInput], String, OpenAIError.Code)] = [
            ([], "no image", .invalidRequest), ([.path(text)], "a.png is not an image", .invalidRequest),
            ([.path(empty)], "b.png is empty", .invalidRequest), ([.path(folder("c"))], "no such file", .fileAccess),
            ([.bytes(tinyPNGBytes), .fileID("f")], "cannot combine files with URLs", .invalidRequest),
        ]
        for (inputs, message, code) in cases {
            let error = await #expect(throws: OpenAIError.self) {
                try await images.edit(.init(model: "m", images: inputs, prompt: "p"))
            }
            #expect(error?.code == code && error?.message.contains(message) == true)
        }
        #expect(transport.requests.isEmpty)
    }
}
