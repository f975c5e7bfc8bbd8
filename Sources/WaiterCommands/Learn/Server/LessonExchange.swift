/// A request to the lesson server and the response, exactly as transferred.
struct LessonExchange: Sendable {
    var request: LessonRequest
    var reply: LessonReply
}
