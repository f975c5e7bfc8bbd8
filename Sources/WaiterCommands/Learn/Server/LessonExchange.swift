/// A request to the lesson server and its response, exactly as transferred.
struct LessonExchange: Sendable {
    var request: LessonRequest
    var reply: LessonReply
}
