/// A function that counts image tiles of 512 × 512 pixels.
enum ImageTiles {
    /// Returns the number of tiles. The image is first scaled down so that its longer side is at most 2048 pixels and
    /// its shorter side is at most 768 pixels.
    ///
    /// The calculation is based on OpenAI's guide "Images and vision". Images are never enlarged. If the size is
    /// unknown, the method returns the maximum, which is the eight tiles of an image of 768 × 2048 pixels.
    static func count(_ size: ImageSize?) -> Int {
        guard let size else { return 8 }
        let (long, short) = (max(size.width, size.height), min(size.width, size.height))
        // The scale is the minimum of 1, 2048 / long and 768 / short. Only integer arithmetic is used.
        let (numerator, denominator) =
            2048 * short < 768 * long
            ? (long > 2048 ? (2048, long) : (1, 1)) : (short > 768 ? (768, short) : (1, 1))
        func tiles(_ side: Int) -> Int { (max(1, side * numerator / denominator) + 511) / 512 }
        return tiles(size.width) * tiles(size.height)
    }
}
