import NIOCore
import NIOPosix
import NIOSSL

/// A server on loopback that speaks TLS with a given certificate and nothing after the handshake.
final class TLSServer: Sendable {
    private let channel: any Channel

    var address: String { "https://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1" }

    init(_ certificate: Certificate, asksForCertificate: Bool = false) async throws {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.pem.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(Certificate.key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        if asksForCertificate {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(chain)
        }
        let context = try NIOSSLContext(configuration: configuration)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit {
        channel.close(promise: nil)
    }

    /// A self-signed certificate, created for these tests and used for nothing else.
    struct Certificate: Sendable {
        let pem: String

        /// For 127.0.0.1 and localhost, until the year 2120.
        static let valid = Certificate(
            pem: """
                -----BEGIN CERTIFICATE-----
                MIIBPzCB5qADAgECAgEHMAoGCCqGSM49BAMCMBAxDjAMBgNVBAMMBXZhbGlkMCAX
                DTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAQMQ4wDAYDVQQDDAV2YWxp
                ZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAo8Edp1eYmfmxdji9zKQuc0CHYz
                ihvizSwyPcPj7v1mu509Jw7gMYsQSWhtH6ijnwhXvAoEsoNALvcSyDMhzkejLzAt
                MBoGA1UdEQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/MAoG
                CCqGSM49BAMCA0gAMEUCIGKUL5h9o2aGXWTkFu7XOJiWwo/U1tGne5IK4003gXQD
                AiEAnU08WLx43OOF9wK8e0BKRFjoKnt6nmO7DJYdbDTLFJk=
                -----END CERTIFICATE-----
                """
        )
        /// For 127.0.0.1 and localhost, until the first day of 2021.
        static let expired = Certificate(
            pem: """
                -----BEGIN CERTIFICATE-----
                MIIBQjCB6KADAgECAgEHMAoGCCqGSM49BAMCMBIxEDAOBgNVBAMMB2V4cGlyZWQw
                HhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjASMRAwDgYDVQQDDAdleHBp
                cmVkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECjwR2nV5iZ+bF2OL3MpC5zQI
                djOKG+LNLDI9w+Pu/Wa7nT0nDuAxixBJaG0fqKOfCFe8CgSyg0Au9xLIMyHOR6Mv
                MC0wGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MA8GA1UdEwEB/wQFMAMBAf8w
                CgYIKoZIzj0EAwIDSQAwRgIhAO+Qh/vXlCnPKTJ3mKvXpNCm9/01Bjn1cgldJssn
                eNeBAiEA59m2ZDzEay3LyCg8U+WBkuwM2HW8kJAcgaiE4uBHqQ0=
                -----END CERTIFICATE-----
                """
        )
        /// For another host.
        static let other = Certificate(
            pem: """
                -----BEGIN CERTIFICATE-----
                MIIBPTCB5KADAgECAgEHMAoGCCqGSM49BAMCMBAxDjAMBgNVBAMMBW90aGVyMCAX
                DTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAQMQ4wDAYDVQQDDAVvdGhl
                cjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAo8Edp1eYmfmxdji9zKQuc0CHYz
                ihvizSwyPcPj7v1mu509Jw7gMYsQSWhtH6ijnwhXvAoEsoNALvcSyDMhzkejLTAr
                MBgGA1UdEQQRMA+CDW90aGVyLmV4YW1wbGUwDwYDVR0TAQH/BAUwAwEB/zAKBggq
                hkjOPQQDAgNIADBFAiEAxPwbfL5M6glfRcQdzSM7rkbZ4puBZjtLTHfHIRJ5ywwC
                IHYYtlXGECvOrZhlH4+CPZRGiv//wi7vWcxkmQNeSQZF
                -----END CERTIFICATE-----
                """
        )
        /// The key of all certificates.
        static let key = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKEJj4eCWer8Z9J/k
            iWdFq7lIzYNAhFoVa0IIn6uFzpehRANCAAQKPBHadXmJn5sXY4vcykLnNAh2M4ob
            4s0sMj3D4+79ZrudPScO4DGLEElobR+oo58IV7wKBLKDQC73EsgzIc5H
            -----END PRIVATE KEY-----
            """
    }
}
