package import WaiterModels

/// What a command says about the money that its calls may cost.
package struct SpendingPlan: Sendable {
    /// The most that all calls of the command may cost together; nil for no limit.
    package var limit: Dollars?
    /// Words by which what is spent can be told apart.
    package var tags: [String] = []

    package init() {}
}
