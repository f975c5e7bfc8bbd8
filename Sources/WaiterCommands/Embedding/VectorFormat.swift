internal import ArgumentParser

/// The output format of vectors.
package enum VectorFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case json
    case base64
}
