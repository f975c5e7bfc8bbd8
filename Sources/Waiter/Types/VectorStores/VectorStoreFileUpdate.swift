/// The new attributes of a file: the body of `POST /vector_stores/{id}/files/{file_id}`.
struct VectorStoreFileUpdate: Codable, Sendable {
    /// The attributes. `.null` removes all attributes.
    let attributes: Nullable<[String: JSONValue]>
}
