public import Waiter

extension StopCondition {
    /// Stops once all steps together have cost an amount: what the server reports, or else the catalogue's prices.
    ///
    ///     until: .cost(.cents(5)) || .steps(10)
    ///
    /// A step whose cost is unknown stops the loop. The cost of the step that exceeds the amount is only known after it: a
    /// budget of a ledger bounds each call before it is sent.
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
    /// The cost of the step; nil when unknown.
    fileprivate func cost(_ catalogue: ModelCatalogue) -> Dollars? {
        if let reported = usage?.cost.flatMap(Dollars.init(reported:)) { return reported }
        let context = PricingContext(model: model, servedModel: servedModel, serviceTier: serviceTier)
        return catalogue.cost(of: usage, in: context).total
    }
}
