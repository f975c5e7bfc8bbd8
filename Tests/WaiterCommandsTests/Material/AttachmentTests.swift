import Testing
import Waiter

@testable import WaiterCommands

@Suite("Attachments with -a") struct AttachmentTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]

    @Test(
        "The type is detected from the bytes, whatever the name",
        arguments: [
            (png, MediaType.png), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg), (Array("GIF89a..".utf8), .gif),
            (Array("RIFF....WEBPVP8 ".utf8), .webp), (Array("RIFF....WAVEfmt ".utf8), .wav),
            (Array("ID3.....".utf8), .mp3), ([0xFF, 0xFB, 0x90, 0x00], .mp3), (Array("%PDF-1.7".utf8), .pdf),
        ] as [([UInt8], MediaType)]
    )
    func types(_ bytes: [UInt8], _ type: MediaType) {
        #expect(MediaType(bytes) == type)
    }

    @Test("An image is sent as a data URL of its own type")
    func image() throws {
        let attachment = try Attachment(bytes: Self.png, name: "photo.jpg")
        guard case .imageURL(let image) = attachment.part else {
            Issue.record("no image part")
            return
        }
        #expect(image.url.hasPrefix("data:image/png;base64,iVBORw0KGgo"))
    }

    @Test("A PDF is sent as a file with its name, audio with its format")
    func documents() throws {
        let pdf = try Attachment(bytes: Array("%PDF-1.7".utf8), name: "/tmp/report.pdf")
        #expect(pdf.part == .file(data: "data:application/pdf;base64,JVBERi0xLjc=", filename: "report.pdf"))
        let wav = try Attachment(bytes: Array("RIFF....WAVEfmt ".utf8), name: "-")
        #expect(wav.part == .inputAudio(data: "UklGRi4uLi5XQVZFZm10IA==", format: .wav))
    }

    @Test("Arguments that start like a URL are URLs")
    func address() throws {
        for name in ["https://example.com/cat.png", "HTTP://example.com", "data:image/png;base64,AA=="] {
            #expect(Attachment.isAddress(name))
        }
        for name in ["cat.png", "./https:", "-", "C:\\cat.png"] { #expect(!Attachment.isAddress(name)) }
    }

    @Test("An invalid image is rejected, and text gets a hint to -f")
    func noImage() {
        #expect {
            try Attachment(bytes: Array("<html>".utf8), name: "photo.png")
        } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .usage && failure?.nextStep == "send text with -f"
        }
        #expect(throws: CommandFailure.self) { try Attachment(bytes: [], name: "empty.png") }
        #expect(throws: CommandFailure.self) { try Attachment(path: "/nonexistent/photo.png") }
    }
}
