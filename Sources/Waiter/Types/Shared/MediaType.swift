/// A media type that is detected from the signature at the start of the data. File names are not used, because they are
/// unreliable and models reject mislabeled data.
package enum MediaType: String, CaseIterable, Sendable {
    case png = "image/png"
    case jpeg = "image/jpeg"
    case gif = "image/gif"
    case webp = "image/webp"
    case wav = "audio/wav"
    case mp3 = "audio/mpeg"
    case pdf = "application/pdf"

    /// Detects the type of data from its first bytes. Returns `nil` for types that models do not accept.
    package init?(_ bytes: some Sequence<UInt8>) {
        let start = Array(bytes.prefix(16))
        func begins(_ text: String, at offset: Int = 0) -> Bool {
            start.dropFirst(offset).starts(with: text.utf8)
        }
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if begins("GIF87a") || begins("GIF89a") {
            self = .gif
        } else if begins("RIFF"), begins("WEBP", at: 8) {
            self = .webp
        } else if begins("RIFF"), begins("WAVE", at: 8) {
            self = .wav
        } else if begins("ID3") || Self.isMPEGAudioFrame(start) {
            self = .mp3
        } else if begins("%PDF-") {
            self = .pdf
        } else {
            return nil
        }
    }

    /// Returns whether data starts with an MPEG frame header: eleven set bits, a version, layer III, and a valid bit
    /// rate.
    private static func isMPEGAudioFrame(_ start: [UInt8]) -> Bool {
        guard start.count >= 3, start[0] == 0xFF, start[1] & 0xE0 == 0xE0 else { return false }
        return start[1] & 0x18 != 0x08 && start[1] & 0x06 == 0x02 && start[2] & 0xF0 != 0xF0 && start[2] & 0x0C != 0x0C
    }
}
