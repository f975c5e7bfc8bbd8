internal import Waiter

/// How many tokens an image has, by the model.
///
/// OpenAI's guide "Images and vision", section "Calculating costs", knows two ways: tiles of 512 pixels, and patches of 32.
/// The numbers for models of 2026 are those of litellm 1.109.1 (`token_counter.py`), which follows the guide. All of them
/// are what the provider says of itself, and it has changed them before.
struct ImageRule: Sendable, Hashable {
    enum Method: Sendable, Hashable {
        /// Tokens of the whole, and of each tile of 512 pixels once the image fits 2048 x 2048 and its shorter side 768.
        case tiles(base: Int, tile: Int)
        /// Hundredths of a token for each patch of 32 pixels, within the limits of the detail.
        case patches(hundredths: Int, Limits)
    }

    enum Limits: Sendable, Hashable {
        /// The same at every detail: the longest side, if it is limited, and the most patches.
        case fixed(side: Int?, patches: Int)
        /// gpt-5.4 and later: `high` has 2500 patches; whether `auto` is `original`, and whether that is unlimited.
        case byDetail(autoIsOriginal: Bool, originalIsUnlimited: Bool, highSide: Int?, lowIsHigh: Bool)
    }

    let method: Method
    /// Why the count of an image is not exact.
    let doubt: String?

    private static let published = "images are counted by the rule that OpenAI publishes, which it has changed before"

    /// In this order: the first that the name is, or begins with before a dash, counts.
    private static let families: [(name: String, method: Method)] = [
        ("gpt-4o-mini", .tiles(base: 2833, tile: 5667)),
        ("gpt-4o", .tiles(base: 85, tile: 170)), ("chatgpt-4o", .tiles(base: 85, tile: 170)),
        ("gpt-4-turbo", .tiles(base: 85, tile: 170)), ("gpt-4.5", .tiles(base: 85, tile: 170)),
        ("gpt-4.1-mini", .patches(hundredths: 162, .fixed(side: 2048, patches: 6144))),
        ("gpt-4.1-nano", .patches(hundredths: 246, .fixed(side: nil, patches: 1536))),
        ("gpt-4.1", .tiles(base: 85, tile: 170)),
        ("gpt-5-mini", .patches(hundredths: 162, .fixed(side: nil, patches: 1536))),
        ("gpt-5-nano", .patches(hundredths: 246, .fixed(side: nil, patches: 1536))),
        ("o4-mini", .patches(hundredths: 172, .fixed(side: nil, patches: 1536))),
        ("gpt-5.2", .patches(hundredths: 120, .fixed(side: 2048, patches: 6144))),
        (
            "gpt-5.4",
            .patches(
                hundredths: 120,
                .byDetail(autoIsOriginal: false, originalIsUnlimited: false, highSide: 2048, lowIsHigh: true)
            )
        ),
        (
            "gpt-5.5",
            .patches(
                hundredths: 120,
                .byDetail(autoIsOriginal: true, originalIsUnlimited: false, highSide: 2048, lowIsHigh: false)
            )
        ),
        (
            "gpt-5.6",
            .patches(
                hundredths: 120,
                .byDetail(autoIsOriginal: true, originalIsUnlimited: true, highSide: 2048, lowIsHigh: false)
            )
        ),
        (
            "gpt-6-astra",
            .patches(
                hundredths: 120,
                .byDetail(autoIsOriginal: true, originalIsUnlimited: true, highSide: nil, lowIsHigh: false)
            )
        ),
        ("gpt-5.1", .tiles(base: 70, tile: 140)), ("gpt-5", .tiles(base: 70, tile: 140)),
        ("o1", .tiles(base: 75, tile: 150)), ("o3", .tiles(base: 75, tile: 150)),
    ]

    init(model: String) {
        let known = Self.families.first { model == $0.name || model.hasPrefix($0.name + "-") }
        if let known {
            (method, doubt) = (known.method, Self.published)
        } else if model.hasPrefix("gpt-6") {
            let limits = Limits.byDetail(
                autoIsOriginal: true,
                originalIsUnlimited: true,
                highSide: 2048,
                lowIsHigh: false
            )
            method = .patches(hundredths: 120, limits)
            doubt = "no rule for images of \(model) is known, that of gpt-5.6 is taken"
        } else {
            method = .tiles(base: 85, tile: 170)
            doubt = "no rule for images of \(model) is known, that of gpt-4o is taken"
        }
    }

    /// The tokens of an image; of one without a size the most that there can be.
    func tokens(of size: ImageSize?, detail: ImageDetail) -> Int {
        switch method {
        case .tiles(let base, let tile):
            return detail == .low ? base : base + tile * ImageTiles.count(size)
        case .patches(let hundredths, let limits):
            let (side, budget) = limits.values(detail)
            let patches = size.map { ImagePatches.count($0, side: side, budget: budget) } ?? (budget ?? 30_000)
            return (patches * hundredths + 99) / 100
        }
    }
}

extension ImageRule.Limits {
    /// The longest side and the most patches; nil where there is no limit.
    func values(_ detail: ImageDetail) -> (side: Int?, patches: Int?) {
        switch self {
        case .fixed(let side, let patches): return (side, patches)
        case .byDetail(let autoIsOriginal, let originalIsUnlimited, let highSide, let lowIsHigh):
            let isOriginal = detail == .original || (detail != .low && detail != .high && autoIsOriginal)
            if detail == .low { return lowIsHigh ? (2048, 6144) : (512, 256) }
            if isOriginal { return originalIsUnlimited ? (nil, nil) : (6000, 10_000) }
            return (highSide, 2500)
        }
    }
}
