internal import Waiter
internal import WaiterModels
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension AskSession {
    /// Returns the reason why a model that the server rejected cannot be used for chat, or `nil` if the reason is
    /// unknown.
    ///
    /// The reason is taken from the catalogue or the server's error.
    func unusable(_ model: String, _ api: ModelAPI, _ error: OpenAIError) -> String? {
        let entry = (try? UserCatalogue.load(directories))?.lookup(model).entry
        let today = "\(CivilDate(date: context.clock.date()))"
        if let date = entry?.shutdownDate, date <= today { return "the model '\(model)' was retired on \(date)" }
        if let obstacle = entry?.conversationObstacle { return obstacle }
        guard api == .chatCompletions else { return nil }
        if entry?.isResponsesOnly == true {
            return "the model '\(model)' supports only the Responses API, not chat completions"
        }
        return error.reports(.otherKindOfModel) ? "the model '\(model)' does not support chat completions" : nil
    }
}
