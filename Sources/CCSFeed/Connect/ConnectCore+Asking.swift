internal import NIOCore

/// What a feed of lines is asked: its name where it is a websocket, and the subscription.
extension ConnectCore {
    /// Sends the waiting answers until the connection is not writable. The rest follows when it is writable again.
    func sendAnswers() {
        guard let open else {
            _ = answers.takeAll()
            return
        }
        if open.channel.isWritable { open.send(answers.takeAll()) }
    }

    /// The connection became writable, or is not writable any more.
    func writabilityChanged() {
        guard let open, open.channel.isWritable else { return }
        switch open.owes {
        case .nothing: break
        case .greeting: greet(open)
        case .subscription: subscribe(on: open)
        }
        sendAnswers()
    }

    /// Takes a decoded control frame.
    func received(_ control: FeedControl) {
        guard let open, control.connection == open.number, let verdict = subscription?.verdict(on: control) else {
            return
        }
        switch verdict {
        case .notOurs: break
        case .greeted:
            if open.isGreeting { subscribe(on: open) }
        case .accepted:
            open.refusal?.cancel()
            facts.subscribed(.accepted)
            if open.refusedWith != nil { say(.live(since: clock.wallMilliseconds())) }
            open.refusedWith = nil
        case .askAgain(let result):
            subscribe(on: open)
            open.refusal?.cancel()
            // If the feed does not answer each name, this refusal is the answer.
            open.refusal = after(.seconds(Self.patience)) { $0.refused(result, on: open) }
        case .refused(let result):
            refused(result, on: open)
        }
    }

    private func refused(_ result: String, on open: OpenConnection) {
        open.refusal?.cancel()
        facts.subscribed(.refused)
        let words = String(decoding: result.utf8.prefix(200), as: UTF8.self)
        // A repeated refusal is not reported again.
        guard open.refusedWith != words else { return }
        open.refusedWith = words
        say(.refused(since: clock.wallMilliseconds(), why: .subscriptionRefused(words)))
    }

    /// Asks the feed for its name. If it does not answer, ccs-top subscribes anyway.
    func greet(_ open: OpenConnection) {
        guard subscription != nil else { return }
        guard open.channel.isWritable else {
            open.owes = .greeting
            return
        }
        open.owes = .nothing
        open.isGreeting = true
        ask(subscription?.greeting() ?? [], on: open)
        open.renewal = after(.seconds(Self.patience)) { $0.subscribe(on: open) }
    }

    /// Subscribes or renews. If the feed does not read, this waits until the connection is writable.
    func subscribe(on open: OpenConnection) {
        open.isGreeting = false
        open.renewal?.cancel()
        guard subscription != nil else { return }
        guard open.channel.isWritable else {
            open.owes = .subscription
            return
        }
        open.owes = .nothing
        facts.subscribed(.asked)
        ask(subscription?.nextLine() ?? [], on: open)
        open.renewal = after(.seconds(Int64(Subscription.renewAfter))) { $0.subscribe(on: open) }
    }

    private func ask(_ line: [UInt8], on open: OpenConnection) {
        open.expectAnswer()
        open.send(line)
    }
}
