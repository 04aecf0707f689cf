/// The keys of AMI messages that are read.
enum AMIKey: Int, CaseIterable {
    case event, response, actionID, challenge, message, timestamp, systemName, eventList
    case channel, channelState, callerIDNum, callerIDName, accountCode, context, exten, uniqueid, linkedid, tenantid
    case chanVariable
    case destChannel, destChannelState, destCallerIDNum, destCallerIDName, destAccountCode, destContext, destUniqueid
    case destLinkedid, destTenantid, destExten, destChanVariable
    case dialStatus, forward
    case localOneUniqueid, localTwoUniqueid
    case bridgeUniqueid, bridgeID, bridgeType, bridgeTechnology
    case transfererUniqueid, transfereeUniqueid, `extension`, result
    case origTransfererUniqueid, secondTransfererUniqueid, transferTargetUniqueid, destType
    case digit, direction, cause, causeText, techCause
    case parkeeUniqueid, retrieverUniqueid
    case queue, variable, value
    case application, duration, seconds

    var name: String {
        switch self {
        case .dialStatus: "DialStatus"
        case .causeText: "Cause-txt"
        default: String(describing: self)
        }
    }

    static let table = KeyTable(allCases.map(\.name))
}

/// The AMI events that mean something here. The raw value is the name, in lower case.
enum AMIEvent: String, CaseIterable {
    case newchannel, newstate, newcallerid, newaccountcode, hangup
    case dialbegin, dialstate, dialend
    case localbridge, bridgeenter, bridgeleave
    case blindtransfer, attendedtransfer
    case hold, unhold, dtmfend, mixmonitorstart, mixmonitorstop
    case parkedcall, unparkedcall
    case queuecallerjoin, queuecallerleave, queuecallerabandon
    case varset
    case coreshowchannel, coreshowchannelscomplete
    case queueentry, bridgelistitem

    static let table = KeyTable(allCases.map(\.rawValue))
}
