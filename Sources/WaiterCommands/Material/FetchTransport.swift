internal import HTTPTypes
internal import Synchronization
package import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The transport of one fetch without a key: follows redirects to other hosts, and connects to checked addresses only.
///
/// The author of an address, or the server there, must not be able to make this machine send requests to destinations that
/// only it can reach: services on loopback, a private network, a cloud's metadata service. Each hop resolves the host, checks
/// its addresses, and connects to one that was checked, so that a second response of the name server changes nothing. An
/// address that is not global is used only if the first address had the same scope.
package final class FetchTransport: Transport {
    /// A redirect to an address that is neither global nor of the scope of the first address.
    package struct Refusal: Error, Sendable {
        package var host: String
        package var address: NetworkAddress
    }

    /// Creates the transport of one hop, given the addresses to connect to by the names of their hosts.
    package typealias Connect = @Sendable (OpenAI.Configuration, [String: String]) throws -> any Transport

    private struct State {
        /// The scope of the address that was asked for.
        var scope: NetworkAddress.Scope?
        /// Kept until the body is read.
        var transports: [any Transport] = []
    }

    private static let redirectLimit = 5
    private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

    private let path: String
    private let configuration: OpenAI.Configuration
    private let environment: [String: String]
    private let resolver: HostResolver
    private let connect: Connect
    private let state = Mutex(State())

    /// - Parameters:
    ///   - path: The path with the query to begin with, to the letter.
    ///   - configuration: That of the fetch, whose proxy and address are replaced with each hop.
    init(
        path: String,
        configuration: OpenAI.Configuration,
        environment: [String: String],
        resolver: HostResolver,
        connect: @escaping Connect
    ) {
        (self.path, self.configuration, self.environment) = (path, configuration, environment)
        (self.resolver, self.connect) = (resolver, connect)
    }

    package func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        var request = request
        request.head.path = path
        for hop in 0...Self.redirectLimit {
            let response = try await send(request, isFirst: hop == 0, progress)
            guard Self.redirects.contains(response.head.status.code),
                let location = response.head.headerFields[.location],
                let target = Self.target(of: location, from: request.head)
            else { return response }
            request.head = target
        }
        throw OpenAIError(.invalidResponse, "redirect loop")
    }

    private func send(
        _ request: TransportRequest,
        isFirst: Bool,
        _ progress: TransportProgress
    ) async throws -> TransportResponse {
        let origin = try BaseURL("\(request.head.scheme ?? "https")://\(request.head.authority ?? "")")
        var configuration = configuration
        configuration.baseURL = origin
        configuration.proxy = try OpenAI.Proxy.fromEnvironment(environment, for: origin)
        progress.isConnecting()
        let addresses = try await checkedAddresses(of: origin, isFirst: isFirst, byProxy: configuration.proxy != nil)
        // A proxy looks names up itself.
        if configuration.proxy != nil { return try await send(request, configuration, [:], progress) }
        var failure: (any Error)?
        for address in addresses {
            do {
                return try await send(request, configuration, [origin.host: address.description], progress)
            } catch let error as TransportError where [.refused, .unreachable].contains(error.failure) {
                failure = error
            }
        }
        throw failure ?? TransportError(.unreachable, reason: "the host has no usable address")
    }

    private func send(
        _ request: TransportRequest,
        _ configuration: OpenAI.Configuration,
        _ addresses: [String: String],
        _ progress: TransportProgress
    ) async throws -> TransportResponse {
        let transport = try connect(configuration, addresses)
        state.withLock { $0.transports.append(transport) }
        return try await transport.send(request, progress: progress)
    }

    /// The addresses that a hop may connect to; those of IPv4 first, which are reached nearly everywhere.
    ///
    /// - Throws: `Refusal`, `TransportError`, `CancellationError`.
    private func checkedAddresses(of origin: BaseURL, isFirst: Bool, byProxy: Bool) async throws -> [NetworkAddress] {
        var found: [NetworkAddress] = []
        do {
            found = try await resolver.addresses(of: origin.host)
        } catch let error as TransportError {
            // Where there is a proxy, names may be known to it alone.
            if !byProxy { throw error }
        }
        found = found.filter { $0.bytes.count == 4 } + found.filter { $0.bytes.count != 4 }
        if isFirst {
            // A name with a global address is a global one, whatever else it claims to be.
            let scope = found.contains { $0.scope == .global } ? .global : found.first?.scope ?? .global
            state.withLock { $0.scope = scope }
            return found.filter { $0.scope == scope }
        }
        let scope = state.withLock { $0.scope }
        if let address = found.first(where: { $0.scope != .global && $0.scope != scope }) {
            throw Refusal(host: origin.host, address: address)
        }
        return found
    }

    private static func target(of location: String, from head: HTTPRequest) -> HTTPRequest? {
        let base = URL(string: "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path ?? "/")")
        guard let url = URL(string: location, relativeTo: base)?.absoluteURL,
            let address = try? BaseURL(url.absoluteString)
        else { return nil }
        // What was asked for over a secure connection is not fetched over another one.
        if head.scheme == "https", address.scheme != "https" { return nil }
        var target = head
        (target.scheme, target.authority) = (address.scheme, address.authority)
        target.path = (address.path.isEmpty ? "/" : address.path) + (address.query.map { "?" + $0 } ?? "")
        return target
    }
}
