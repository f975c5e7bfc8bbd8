/// A request to the lesson server and its response, as they were transferred.
struct LessonExchange: Sendable {
    var request: LessonRequest
    var reply: LessonReply
}
