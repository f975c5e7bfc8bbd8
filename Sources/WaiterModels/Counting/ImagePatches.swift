/// A function that counts image patches of 32 × 32 pixels.
enum ImagePatches {
    /// Returns the number of patches after scaling the image to the maximum side length and then to the patch budget.
    ///
    /// As OpenAI's guide "Images and vision" describes, the image is scaled by the square root of 32 * 32 * budget /
    /// (width * height). It is then scaled once more so that one side is a whole number of patches.
    static func count(_ size: ImageSize, side: Int?, budget: Int?) -> Int {
        var (width, height) = (Double(size.width), Double(size.height))
        if let side, max(size.width, size.height) > side {
            let scale = Double(side) / max(width, height)
            (width, height) = (max(1, (width * scale).rounded()), max(1, (height * scale).rounded()))
        }
        let patches = Int((width / 32).rounded(.up)) * Int((height / 32).rounded(.up))
        guard let budget, patches > budget else { return patches }
        let shrink = (1024 * Double(budget) / (width * height)).squareRoot()
        let (across, down) = (width * shrink / 32, height * shrink / 32)
        guard across >= 1, down >= 1 else { return budget }
        let aligned = shrink * min(across.rounded(.down) / across, down.rounded(.down) / down)
        func count(_ length: Double) -> Int { Int((max(1, (length * aligned).rounded(.down)) / 32).rounded(.up)) }
        return min(budget, count(width) * count(height))
    }
}
