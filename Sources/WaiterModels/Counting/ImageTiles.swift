/// Images that are cut into squares of 512 pixels.
enum ImageTiles {
    /// How many tiles: the image is made to fit 2048 x 2048, then its shorter side 768; it is never enlarged.
    ///
    /// From OpenAI's guide "Images and vision". Without a size the most there can be: 768 x 2048 are eight.
    static func count(_ size: ImageSize?) -> Int {
        guard let size else { return 8 }
        let (long, short) = (max(size.width, size.height), min(size.width, size.height))
        // In whole numbers: the scale is the least of 1, 2048 / long and 768 / short.
        let (numerator, denominator) =
            2048 * short < 768 * long
            ? (long > 2048 ? (2048, long) : (1, 1)) : (short > 768 ? (768, short) : (1, 1))
        func tiles(_ side: Int) -> Int { (max(1, side * numerator / denominator) + 511) / 512 }
        return tiles(size.width) * tiles(size.height)
    }
}
