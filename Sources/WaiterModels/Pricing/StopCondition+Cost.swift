public import Waiter

extension StopCondition {
    /// Stops when the total cost of all steps reaches the given limit. If the server does not report the cost of a
    /// step, the cost is computed from catalogue prices.
    ///
    ///     until: .cost(.cents(5)) || .steps(10)
    ///
    /// The loop also stops if the cost of a step is unknown. The cost of a step is not known until the step has ended,
    /// so the total can exceed the limit. To enforce a limit before each call is made, set a budget in a ledger.
    public static func cost(_ limit: Dollars, catalogue: ModelCatalogue = .builtIn) -> StopCondition {
        StopCondition("a cost of \(limit)") { progress in
            var sum = Dollars.zero
            for step in progress.steps {
                guard let cost = step.cost(catalogue), let next = sum.adding(cost) else {
                    return .undetermined("the cost of a step is unknown")
                }
                sum = next
            }
            return sum >= limit ? .stop : .proceed
        }
    }
}

extension ToolProgress.Step {
    /// Returns the cost of the step, or `nil` if it is unknown.
    fileprivate func cost(_ catalogue: ModelCatalogue) -> Dollars? {
        if let reported = usage?.cost.flatMap(Dollars.init(reported:)) { return reported }
        let context = PricingContext(model: model, servedModel: servedModel, serviceTier: serviceTier)
        return catalogue.cost(of: usage, in: context).total
    }
}
