internal import Waiter

/// The rule for counting a model's image tokens.
///
/// OpenAI's guide "Images and vision", section "Calculating costs", describes two methods: 512-pixel tiles and 32-pixel
/// patches. The numbers for models released in 2026 are from litellm 1.109.1 (`token_counter.py`), which follows the
/// guide. All of these numbers are set by the provider and have changed before.
struct ImageRule: Sendable, Hashable {
    enum Method: Sendable, Hashable {
        /// A base count plus the tokens for each 512-pixel tile. The image is first scaled down so that its longer side
        /// is at most 2048 pixels and its shorter side is at most 768 pixels.
        case tiles(base: Int, tile: Int)
        /// The number of tokens for each 32-pixel patch, in hundredths. The limits depend on the detail level.
        case patches(hundredths: Int, Limits)
    }

    enum Limits: Sendable, Hashable {
        /// The maximum side length, or `nil` if it is not limited, and the maximum number of patches. The limits are
        /// the same at every detail level.
        case fixed(side: Int?, patches: Int)
        /// The limits for gpt-5.4 and later models, by detail level. `high` allows 2500 patches. Some models treat
        /// `auto` as `original`, and some do not limit `original`.
        case byDetail(autoIsOriginal: Bool, originalIsUnlimited: Bool, highSide: Int?, lowIsHigh: Bool)
    }

    let method: Method
    /// The reason why the number of image tokens is not exact, or `nil` if it is exact.
    let doubt: String?

    private static let published = "image tokens are counted with OpenAI's published rule, which has changed before"

    /// The model families in order of precedence. The first family whose name matches the model applies. A family's
    /// name matches if it equals the model's name, or if the model's name starts with the family's name and a hyphen.
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
            doubt = "no known image rule for \(model), so the rule for gpt-5.6 is used"
        } else {
            method = .tiles(base: 85, tile: 170)
            doubt = "no known image rule for \(model), so the rule for gpt-4o is used"
        }
    }

    /// Returns the number of tokens for an image, or the maximum if the image's size is unknown.
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
    /// Returns the maximum side length and the maximum number of patches, where `nil` means unlimited.
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
