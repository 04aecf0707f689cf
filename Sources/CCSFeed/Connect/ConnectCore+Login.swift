internal import CCSPBX
internal import NIOCore

/// The login at a PBX.
extension ConnectCore {
    /// Seconds between two pings of an Asterisk.
    private static var pingEvery: Int64 { 20 }

    func logIn(_ login: PBXLogin, on open: OpenConnection) {
        var login = login
        facts.subscribed(.asked)
        open.send(login.begin())
        open.login = .goesOn(login)
    }

    func goOnLoggingIn(_ buffer: ByteBuffer, on open: OpenConnection) {
        switch open.login {
        case .none, .refused: break
        case .goesOn(var login):
            let verdict = take(buffer, &login, on: open)
            open.login = .goesOn(login)
            decide(verdict, login, on: open)
        case .accepted(var login):
            let verdict = take(buffer, &login, on: open)
            open.login = .accepted(login)
            decide(verdict, login, on: open)
        }
    }

    private func take(_ buffer: ByteBuffer, _ login: inout PBXLogin, on open: OpenConnection) -> PBXLogin.Verdict? {
        let (line, verdict) = buffer.withUnsafeReadableBytes { login.take($0) }
        open.send(line)
        return verdict
    }

    private func decide(_ verdict: PBXLogin.Verdict?, _ login: PBXLogin, on open: OpenConnection) {
        switch verdict {
        case nil: break
        case .accepted:
            open.login = .accepted(login)
            facts.subscribed(.accepted)
            say(.live(since: clock.wallMilliseconds()))
            ping(on: open)
        case .refused(let words):
            facts.subscribed(.refused)
            open.login = .refused(.loginRefused(words))
            open.channel.close(promise: nil)
        case .noPicture(let words):
            say(.refused(since: clock.wallMilliseconds(), why: .noPicture(words)))
        }
    }

    /// Asks the PBX now and then whether it is there.
    private func ping(on open: OpenConnection) {
        guard case .accepted(let login) = open.login else { return }
        let line = login.ping()
        guard !line.isEmpty else { return }
        if open.channel.isWritable { open.send(line) }
        open.renewal = after(.seconds(Self.pingEvery)) { $0.ping(on: open) }
    }
}
