extension ESLFront {
    /// Events of modules: queues, conferences, parking.
    func custom(_ message: ESLMessage, _ fact: (Fact) -> Void) {
        switch message[.subclass] {
        case "callcenter::info": callCenter(message, fact)
        case "fifo::info":
            guard let id = message.id(.id) else { return }
            switch message[.fifoAction] {
            case "push": if let name = message[.fifoName] { fact(.queued(id: id, queue: Self.bare(name))) }
            case "abort": fact(.gaveUp(id: id))
            case "caller_pop": fact(.leftQueue(id: id))
            default: break
            }
        case "conference::maintenance":
            guard let id = message.id(.id), let conference = message.id(.conference) else { return }
            switch message[.action] {
            case "add-member": fact(.joined(id: id, bridge: conference, .conference, group: nil))
            case "del-member": fact(.left(id: id, bridge: conference))
            default: break
            }
        case "valet_parking::info":
            guard let id = message.id(.id) else { return }
            switch message[.action] {
            case "hold": fact(.parked(id: id))
            case "bridge": fact(.retrieved(id: id, by: message.id(.bridgeTo)))
            case "exit": fact(.retrieved(id: id, by: nil))
            default: break
            }
        default: break
        }
    }

    private func callCenter(_ message: ESLMessage, _ fact: (Fact) -> Void) {
        guard let id = message.id(.callCenterMember) else { return }
        switch message[.callCenterAction] {
        case "member-queue-start":
            if let queue = message[.callCenterQueue] { fact(.queued(id: id, queue: Self.bare(queue))) }
        case "bridge-agent-start": fact(.leftQueue(id: id))
        case "member-queue-end":
            fact(message[.callCenterCause] == "Cancel" ? .gaveUp(id: id) : .leftQueue(id: id))
        default: break
        }
    }

    /// The name of a queue without its domain.
    private static func bare(_ queue: String) -> String { String(queue.split(separator: "@").first ?? "") }
}
