internal import HTTPTypes
internal import Synchronization
package import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A transport for a single fetch without a key. It follows redirects to other hosts, but connects only to checked
/// addresses.
///
/// Some destinations, such as a cloud metadata service, or services on loopback or a private network, can be reached
/// only from this machine. The author of a URL, or the server to which the URL refers, must not be able to make this
/// machine send requests to such destinations. For each hop, the transport resolves the host, checks its addresses, and
/// connects to one of them. A different response to a second DNS query therefore has no effect. An address that is not
/// on the Internet is used only under two conditions: the first address is on the same network, and no earlier hop was
/// on the Internet. This machine and link-local hosts can be reached only by literal addresses or `localhost`, because
/// the owner of any other host name controls the addresses to which the name resolves.
package final class FetchTransport: Transport {
    /// The error for an address that is not on the same network as the first address.
    package struct Refusal: Error, Sendable {
        package var host: String
        package var address: NetworkAddress
        /// Whether the address comes from a redirect rather than from the given URL.
        package var isRedirect: Bool
    }

    /// A closure that creates the transport for one hop. It receives a map from the host name to the addresses to
    /// connect to.
    package typealias Connect = @Sendable (OpenAI.Configuration, [String: String]) throws -> any Transport

    private struct State {
        /// The network of the given URL's address. It is determined once, and later attempts do not change it.
        var place: LocalNetwork.Place?
        /// The transports that were used for the hops. They are retained until the body has been read.
        var transports: [any Transport] = []
    }

    private static let redirectLimit = 5
    private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

    private let path: String
    private let configuration: OpenAI.Configuration
    private let environment: [String: String]
    private let resolver: HostResolver
    private let network: LocalNetwork
    private let connect: Connect
    private let state = Mutex(State())

    /// Creates the transport for a single fetch.
    ///
    /// - Parameters:
    ///   - path: The path and query of the first request. They are sent verbatim.
    ///   - configuration: The configuration of the fetch. Its base URL and proxy are replaced for each hop.
    ///   - environment: The environment variables that select the proxy of each hop.
    ///   - resolver: The resolver of the hosts.
    ///   - network: The networks of this machine.
    ///   - connect: A closure that creates the transport to a checked address for a hop.
    init(
        path: String,
        configuration: OpenAI.Configuration,
        environment: [String: String],
        resolver: HostResolver,
        network: LocalNetwork,
        connect: @escaping Connect
    ) {
        (self.path, self.configuration, self.environment) = (path, configuration, environment)
        (self.resolver, self.network, self.connect) = (resolver, network, connect)
    }

    package func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        var request = request
        request.head.path = path
        var isOutside = false
        for hop in 0...Self.redirectLimit {
            let response = try await send(request, isFirst: hop == 0, &isOutside, progress)
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
        _ isOutside: inout Bool,
        _ progress: TransportProgress
    ) async throws -> TransportResponse {
        let origin = try BaseURL("\(request.head.scheme ?? "https")://\(request.head.authority ?? "")")
        var configuration = configuration
        configuration.baseURL = origin
        configuration.proxy = try OpenAI.Proxy.fromEnvironment(environment, for: origin)
        progress.isConnecting()
        let found = try await addresses(of: origin, byProxy: configuration.proxy != nil)
        let addresses = try isFirst ? asked(found, origin.host) : redirected(found, origin.host, isOutside: isOutside)
        // If only a proxy can resolve a name, the host could be on any network.
        isOutside = isOutside || addresses.isEmpty || addresses.contains { network.place(of: $0) == .internet }
        // If there is a proxy, the proxy resolves the names.
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

    /// Returns the addresses of a hop's host. IPv4 addresses come first, because IPv4 is available almost everywhere.
    ///
    /// - Throws: `TransportError`, `CancellationError`.
    private func addresses(of origin: BaseURL, byProxy: Bool) async throws -> [NetworkAddress] {
        var found: [NetworkAddress] = []
        do {
            found = try await resolver.addresses(of: origin.host)
        } catch let error as TransportError {
            // A name that this machine cannot resolve might still be known to the proxy.
            if !byProxy { throw error }
        }
        return found.filter { $0.bytes.count == 4 } + found.filter { $0.bytes.count != 4 }
    }

    /// Returns the addresses that are allowed for the host in the given URL.
    ///
    /// - Throws: `Refusal`.
    private func asked(_ found: [NetworkAddress], _ host: String) throws -> [NetworkAddress] {
        let places = found.map(network.place)
        // If any address of a name is on the Internet, the host is treated as being on the Internet.
        let place = places.contains(.internet) ? .internet : places.first ?? .internet
        let first = state.withLock { state in
            state.place = state.place ?? place
            return state.place
        }
        let isNumber = NetworkAddress(host) != nil
        let isAllowed =
            switch place {
            case .internet: true
            case .thisMachine: first == place && (isNumber || host == "localhost")
            case .host: first == place && isNumber
            case .network: first == place
            }
        if let address = found.first, !isAllowed { throw Refusal(host: host, address: address, isRedirect: false) }
        return zip(found, places).filter { $1 == place }.map(\.0)
    }

    /// Returns the addresses that are allowed for the target of a redirect.
    ///
    /// - Throws: `Refusal`.
    private func redirected(_ found: [NetworkAddress], _ host: String, isOutside: Bool) throws -> [NetworkAddress] {
        let first = state.withLock { $0.place }
        for address in found {
            let place = network.place(of: address)
            if place != .internet, isOutside || place != first {
                throw Refusal(host: host, address: address, isRedirect: true)
            }
        }
        return found
    }

    private static func target(of location: String, from head: HTTPRequest) -> HTTPRequest? {
        let base = URL(string: "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path ?? "/")")
        guard let url = URL(string: location, relativeTo: base)?.absoluteURL,
            let address = try? BaseURL(url.absoluteString)
        else { return nil }
        // A redirect must not lead from a secure connection to an insecure connection.
        if head.scheme == "https", address.scheme != "https" { return nil }
        var target = head
        (target.scheme, target.authority) = (address.scheme, address.authority)
        target.path = (address.path.isEmpty ? "/" : address.path) + (address.query.map { "?" + $0 } ?? "")
        return target
    }
}
