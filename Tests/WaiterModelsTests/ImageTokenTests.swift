import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Images") struct ImageTokenTests {
    /// The start of a PNG of that size.
    static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        func big(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + big(width)
            + big(height) + [8, 2, 0, 0, 0]
    }

    static func dataURL(_ bytes: [UInt8]) -> String { "data:image/png;base64," + Data(bytes).base64EncodedString() }

    private func tokens(_ model: String, _ width: UInt32, _ height: UInt32, _ detail: ImageDetail?) -> Int {
        let part = ChatContentPart.imageURL(Self.dataURL(Self.png(width, height)), detail: detail)
        return TokenCounter(model: model).count([.user([part])]).images
    }

    @Test(
        "Tiles: the examples of OpenAI's guide, small and long images",
        arguments: [
            ("gpt-4o", 1024 as UInt32, 1024 as UInt32, ImageDetail.high, 765), ("gpt-4o", 2048, 4096, .high, 1105),
            ("gpt-4o", 4096, 8192, .low, 85), ("gpt-4o", 1, 1, .high, 255), ("gpt-4o", 512, 512, .auto, 255),
            ("gpt-4o", 513, 512, .high, 425), ("gpt-4o", 1, 20_000, .high, 765), ("gpt-4o-mini", 512, 512, .high, 8500),
            ("gpt-5", 1024, 1024, .high, 630), ("o3", 1024, 1024, .high, 675), ("gpt-4.1", 1024, 1024, .high, 765),
            ("gpt-4o-2024-08-06", 1024, 1024, .high, 765),
        ]
    )
    func tiles(_ model: String, _ width: UInt32, _ height: UInt32, _ detail: ImageDetail, _ expected: Int) {
        #expect(tokens(model, width, height, detail) == expected)
    }

    @Test(
        "Patches: within the budget, scaled down to it, and by detail",
        arguments: [
            ("gpt-5-mini", 1024 as UInt32, 1024 as UInt32, ImageDetail.high, 1659),
            ("gpt-5-mini", 1800, 2400, .high, 2353), ("gpt-4.1-nano", 32, 32, .high, 3),
            ("gpt-5.6-sol", 512, 512, .low, 308), ("gpt-5.6-sol", 3200, 3200, .auto, 12_000),
            ("gpt-5.6-sol", 3200, 3200, .high, 3000), ("gpt-5.5", 1024, 1024, .original, 1229),
        ]
    )
    func patches(_ model: String, _ width: UInt32, _ height: UInt32, _ detail: ImageDetail, _ expected: Int) {
        #expect(tokens(model, width, height, detail) == expected)
    }

    @Test("Images are approximate; one of unknown size counts as the largest")
    func doubts() {
        let counter = TokenCounter(model: "gpt-4o")
        let near = counter.count([.user([.imageURL("https://example.com/cat.png", detail: .high)])])
        #expect(near.images == 85 + 8 * 170)
        #expect(near.reasons.count == 2)
        #expect(near.exactness == .approximate)
        let broken = counter.count([.user([.imageURL("data:image/png;base64,!!!!")])])
        #expect(broken.images == 85 + 8 * 170)
        let other = TokenCounter(model: "llava").count([.user([.imageURL(Self.dataURL(Self.png(32, 32)))])])
        #expect(other.reasons.contains("no known image rule for llava, so the rule for gpt-4o is used"))
    }

    @Test("Sizes are read from the headers of PNG, JPEG, GIF and WebP")
    func headers() {
        func size(_ bytes: [UInt8]) -> [Int]? { ImageSize(bytes).map { [$0.width, $0.height] } }
        #expect(size(Self.png(640, 480)) == [640, 480])
        #expect(size(Array("GIF89a".utf8) + [0x80, 0x02, 0xE0, 0x01]) == [640, 480])
        let exif: [UInt8] = [0xFF, 0xE1, 0x00, 0x06, 0xFF, 0xC0, 1, 2]
        let frame: [UInt8] = [0xFF, 0xC2, 0x00, 0x11, 8, 0x01, 0xE0, 0x02, 0x80, 3]
        #expect(size([0xFF, 0xD8] + exif + [0xFF] + frame) == [640, 480])
        let riff = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8)
        let length: [UInt8] = [0, 0, 0, 0]
        #expect(size(riff + Array("VP8X".utf8) + length + [0, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0]) == [640, 480])
        #expect(size(riff + Array("VP8 ".utf8) + length + [0, 0, 0, 0x9D, 1, 0x2A, 0x80, 2, 0xE0, 1]) == [640, 480])
        // 14 bits each, minus one.
        let bits = UInt32(639 | 479 << 14)
        let packed = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        #expect(size(riff + Array("VP8L".utf8) + length + [0x2F] + packed) == [640, 480])
    }

    @Test("Truncated, corrupt and invalid images have no size, and nothing crashes")
    func broken() {
        var random = SeededRandom(seed: 5)
        let start = Self.png(640, 480)
        for end in 0..<24 { #expect(ImageSize(Array(start[..<end])) == nil) }
        #expect(ImageSize(Self.png(0, 5)) == nil)
        #expect(ImageSize(Self.png(.max, .max)) == nil)
        let heads: [[UInt8]] = [[0xFF, 0xD8], Array("RIFF    WEBPVP8L".utf8), Array("GIF8".utf8), []]
        for round in 0..<2000 {
            let tail = (0..<Int.random(in: 0..<64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            _ = ImageSize(heads[round % heads.count] + tail)
        }
    }

    @Test("Only the header of a data URL is decoded, including a JPEG's large preview")
    func dataURLs() {
        #expect(ImageSize(dataURL: Self.dataURL(Self.png(640, 480)))?.width == 640)
        let preview: [UInt8] = [0xFF, 0xE1, 0xFF, 0xFF] + Array(repeating: 0, count: 0xFFFD)
        let frame: [UInt8] = [0xFF, 0xC0, 0x00, 0x11, 8, 0x01, 0xE0, 0x02, 0x80, 3]
        let jpeg = [0xFF, 0xD8] + preview + preview + frame + Array(repeating: 0, count: 300_000)
        let url = "data:image/jpeg;base64," + Data(jpeg).base64EncodedString()
        #expect(ImageSize(dataURL: url)?.height == 480)
        #expect(ImageSize(dataURL: "https://example.com/a.png") == nil)
        #expect(ImageSize(dataURL: "data:image/png,abc") == nil)
        #expect(ImageSize(dataURL: "data:image/png;base64,") == nil)
    }
}
