#if Kafka
    internal import CCSFeed
    internal import CRdkafka

    extension KafkaClient {
        /// Translates an error that concerns the whole cluster; nil for errors that the library recovers from. The library
        /// reports a refused login or a TLS failure once, and then only that no broker is available. The first error is the
        /// reason.
        func clusterTrouble(_ code: rd_kafka_resp_err_t) -> FeedTrouble? {
            cause = Self.cause(code) ?? cause
            return code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN ? noBroker : Self.cause(code)
        }

        private static func cause(_ code: rd_kafka_resp_err_t) -> FeedTrouble? {
            switch code {
            case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
                .broker(
                    "the brokers refuse the login",
                    advice: "are sasl.mechanisms, sasl.username and sasl.password in --kafka-config right?")
            case RD_KAFKA_RESP_ERR__SSL:
                .broker(
                    "TLS with the brokers fails",
                    advice: "is the port that of TLS, and does ssl.ca.location in --kafka-config name who signed their "
                        + "certificates?")
            default: nil
            }
        }

        /// Translates the error code of a request.
        func trouble(_ code: rd_kafka_resp_err_t) -> FeedTrouble {
            switch code {
            // After a timeout no message is lost: the brokers keep what was not read.
            case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TIMED_OUT: noBroker
            case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
                RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
                .broker("there is no topic \(name)", advice: "is its name right? a viewer makes none")
            case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
                .broker(
                    "the brokers do not let this user read the topic \(name)",
                    advice: "the right to describe and to read it is needed")
            case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
                .broker(
                    "the brokers do not let this user join the group", advice: "the right to read with it is needed")
            default:
                clusterTrouble(code)
                    ?? .broker(
                        rd_kafka_err2str(code).map { String(cString: $0) } ?? "error \(code.rawValue)",
                        advice: "ask who runs the brokers")
            }
        }

        private var noBroker: FeedTrouble {
            cause
                ?? .broker(
                    "no broker answers", advice: "are the addresses right, do the brokers run, and do they want TLS?")
        }
    }
#endif
