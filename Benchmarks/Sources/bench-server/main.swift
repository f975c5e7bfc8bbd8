// A server with minimal overhead. It uses one thread and precomputed responses. It prints its port and accepts
// requests to the following path:
//     POST /<N>/v1/chat/completions
// The response is a completion, or a stream of N chunks if the body requests a stream. The server exits when its
// standard input ends.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

func listen() -> (descriptor: Int32, port: UInt16)? {
    #if canImport(Glibc)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
        let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            bind(listener, generic, length) == 0 && listen(listener, 1024) == 0
                && getsockname(listener, generic, &length) == 0
        }
    }
    return isBound ? (listener, UInt16(bigEndian: address.sin_port)) : nil
}

func accept(_ listener: Int32) -> Connection? {
    let descriptor = accept(listener, nil, nil)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    return Connection(descriptor: descriptor)
}

func serve(_ listener: Int32, _ answers: Answers) {
    var connections: [Connection] = []
    while true {
        var polled = [
            pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        ]
        polled += connections.map {
            pollfd(fd: $0.descriptor, events: Int16($0.wantsToWrite ? POLLIN | POLLOUT : POLLIN), revents: 0)
        }
        guard poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
        if polled[1].revents != 0 { return }
        var closed: [Int] = []
        for index in connections.indices where polled[index + 2].revents != 0 {
            let events = Int32(polled[index + 2].revents)
            var isOpen = true
            if events & ~Int32(POLLOUT) != 0 { isOpen = connections[index].read(answers) }
            if isOpen, events & Int32(POLLOUT) != 0 { isOpen = connections[index].write() }
            if !isOpen { closed.append(index) }
        }
        for index in closed.reversed() { close(connections.remove(at: index).descriptor) }
        if polled[0].revents != 0, let connection = accept(listener) { connections.append(connection) }
    }
}

signal(SIGPIPE, SIG_IGN)
guard let (listener, port) = listen() else {
    perror("bench-server")
    exit(1)
}
let line = "\(port)\n"
_ = write(STDOUT_FILENO, line, line.utf8.count)
serve(listener, Answers())
