/// The cost of a call, which is the sum of its line items. If the cost is unknown, the value contains the reasons.
///
///     let cost = ModelCatalogue.builtIn.cost(of: completion.usage, in: PricingContext(model: "gpt-6.1-sol"))
///     print(cost.total.map { "\($0)" } ?? "? (\(cost.unknownReasons[0]))")
///
/// An unknown cost is never reported as 0. If the cost is unknown, `known` is the sum of the known amounts.
public struct Cost: Sendable, Hashable {
    /// The billed quantities. Kinds that did not occur have no line.
    public private(set) var lines: [Line]
    /// The reasons why the total is unknown. The array is empty if the total is known.
    public let unknownReasons: [UnknownReason]
    /// The inconsistencies in the reported usage, including harmless ones.
    public let anomalies: [UsageAnomaly]
    /// The model whose prices were applied, or `nil` for a free call.
    public private(set) var basis: Basis?
    /// The reason why the call is free, or `nil` for a billed call.
    public let freeReason: String?
    /// The sum of the lines with a known amount, or `nil` on overflow.
    public let known: Dollars?

    /// Creates a cost from its lines. A line without an amount makes the total unknown.
    public init(
        lines: [Line],
        unknownReasons: [UnknownReason] = [],
        anomalies: [UsageAnomaly] = [],
        basis: Basis? = nil
    ) {
        self.init(lines: lines, unknownReasons: unknownReasons, anomalies: anomalies, basis: basis, freeReason: nil)
    }

    private init(
        lines: [Line],
        unknownReasons: [UnknownReason],
        anomalies: [UsageAnomaly],
        basis: Basis?,
        freeReason: String?
    ) {
        self.lines = lines
        self.anomalies = anomalies
        self.basis = basis
        self.freeReason = freeReason
        var unknownReasons = unknownReasons
        var sum: Dollars? = .zero
        for line in lines {
            if let amount = line.amount {
                sum = sum?.adding(amount)
            } else {
                unknownReasons.append(UnknownReason(line.price == nil ? .priceMissing : .tooLarge, line.kind.rawValue))
            }
        }
        if sum == nil { unknownReasons.append(UnknownReason(.tooLarge, "total")) }
        known = sum
        self.unknownReasons = unknownReasons
    }

    /// Returns a cost of zero with a reason, such as `the model on this machine`.
    public static func free(_ reason: String) -> Cost {
        Cost(lines: [], unknownReasons: [], anomalies: [], basis: nil, freeReason: reason)
    }

    /// Returns an unknown cost without lines.
    public static func unknown(_ reason: UnknownReason, anomalies: [UsageAnomaly] = [], basis: Basis? = nil) -> Cost {
        Cost(lines: [], unknownReasons: [reason], anomalies: anomalies, basis: basis)
    }

    /// The sum of all lines, or `nil` if the cost is unknown.
    public var total: Dollars? { unknownReasons.isEmpty ? known : nil }

    /// Whether `known` is a lower bound on the cost. The value is `true` if the only unknown prices are those of
    /// hosted tools.
    public var isLowerBound: Bool {
        guard !unknownReasons.isEmpty, known != nil, lines.contains(where: { $0.amount != nil }) else { return false }
        let ofTokens = Set(Kind.ofTokens.map(\.rawValue))
        return unknownReasons.allSatisfy { reason in
            reason.code == .priceMissing && !ofTokens.contains(reason.subject)
        }
    }

    /// Whether the call is known to be free.
    public var isFree: Bool { freeReason != nil }

    /// The kinds whose price is unknown.
    public var missing: [Kind] { lines.filter { $0.price == nil }.map(\.kind) }

    /// The assumptions that were made because the catalogue lacks a price, one line each. For example, cached input
    /// can be priced as input.
    public var assumptions: [String] {
        lines.compactMap { line in
            guard let price = line.price, let kind = price.substitutes, let used = price.place.last else { return nil }
            return "no known price for '\(kind.rawValue)'; priced as '\(used)'"
        }
    }

    /// Returns the cost with a different basis, and with the source and date of each price filled in.
    func traced(to basis: Basis, origin: (ResolvedPrice) -> (source: String?, date: String?)?) -> Cost {
        var cost = self
        cost.basis = basis
        for place in lines.indices {
            guard let price = lines[place].price, let origin = origin(price) else { continue }
            cost.lines[place].attribute(to: origin)
        }
        return cost
    }
}

extension Cost: CustomStringConvertible {
    /// The exact total, or `?` if it is unknown.
    public var description: String { total.map { "\($0)" } ?? "?" }
}
