/// What a call costs: a sum of lines, or the reasons why it is not known.
///
///     let cost = ModelCatalogue.builtIn.cost(of: completion.usage, on: CallTerms(model: "gpt-6.1-sol"))
///     print(cost.total.map { "\($0)" } ?? "? (\(cost.doubts[0]))")
///
/// An unknown cost is never 0; `known` is then the part that is known.
public struct Cost: Sendable, Hashable {
    /// What is paid for; nothing of which there was none.
    public let lines: [CostLine]
    /// Why the total is not known; empty when it is.
    public let doubts: [CostDoubt]
    /// What was odd in the usage, the harmless included.
    public let defects: [UsageDefect]
    /// Which model's prices were taken; nil for what is free.
    public let basis: CostBasis?
    /// Why it costs nothing; nil for what has a price.
    public let freeReason: String?
    /// The sum of the lines whose amount is known; nil when it is more than can be told.
    public let known: Dollars?

    /// Makes a cost of its lines; those without an amount make the total unknown.
    public init(
        lines: [CostLine],
        doubts: [CostDoubt] = [],
        defects: [UsageDefect] = [],
        basis: CostBasis? = nil
    ) {
        self.init(lines: lines, doubts: doubts, defects: defects, basis: basis, freeReason: nil)
    }

    private init(
        lines: [CostLine],
        doubts: [CostDoubt],
        defects: [UsageDefect],
        basis: CostBasis?,
        freeReason: String?
    ) {
        self.lines = lines
        self.defects = defects
        self.basis = basis
        self.freeReason = freeReason
        var doubts = doubts
        var sum: Dollars? = .zero
        for line in lines {
            if let amount = line.amount {
                sum = sum?.adding(amount)
            } else {
                doubts.append(CostDoubt(line.price == nil ? .priceMissing : .tooLarge, line.kind.rawValue))
            }
        }
        if sum == nil { doubts.append(CostDoubt(.tooLarge, "total")) }
        known = sum
        self.doubts = doubts
    }

    /// A cost of nothing, for a reason, such as the model on this machine; whether it is so the caller decides.
    public static func free(_ reason: String) -> Cost {
        Cost(lines: [], doubts: [], defects: [], basis: nil, freeReason: reason)
    }

    /// A cost of which nothing is known.
    public static func unknown(_ doubt: CostDoubt, defects: [UsageDefect] = [], basis: CostBasis? = nil) -> Cost {
        Cost(lines: [], doubts: [doubt], defects: defects, basis: basis)
    }

    /// The sum of all lines; nil when it is not known.
    public var total: Dollars? { doubts.isEmpty ? known : nil }

    /// Whether it is known to cost nothing, for a reason and not by chance.
    public var isFree: Bool { freeReason != nil }

    /// The prices that are lacking.
    public var missing: [CostKind] { lines.filter { $0.price == nil }.map(\.kind) }

    /// The cost with more said about where its prices come from.
    func traced(to basis: CostBasis, _ change: (PriceTag) -> PriceTag) -> Cost {
        // The lines bring these doubts along again.
        let own = doubts.filter { $0.code != .priceMissing && $0.code != .tooLarge }
        return Cost(lines: lines.map { $0.with($0.price.map(change)) }, doubts: own, defects: defects, basis: basis)
    }
}

extension Cost: CustomStringConvertible {
    /// The exact total, `?` when it is not known.
    public var description: String { total.map { "\($0)" } ?? "?" }
}
