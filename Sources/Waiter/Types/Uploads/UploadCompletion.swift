/// The parts that make up a file: the body of `POST /uploads/{id}/complete`.
struct UploadCompletion: Codable, Sendable {
    let partIDs: [String]
    let md5: String?

    private enum CodingKeys: String, CodingKey {
        case md5
        case partIDs = "part_ids"
    }
}
