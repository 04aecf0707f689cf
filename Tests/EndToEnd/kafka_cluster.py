"""A mock Kafka cluster of librdkafka on loopback, called through ctypes."""

import ctypes
import ctypes.util

_PRODUCER = 0
_COPY = 2
_UNKNOWN_TOPIC = 3
_POINTER, _TEXT, _INT, _SIZE = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32, ctypes.c_size_t

#: The functions, with the types of their arguments and results.
_FUNCTIONS = {
    "rd_kafka_conf_new": ([], _POINTER),
    "rd_kafka_conf_set": ([_POINTER, _TEXT, _TEXT, _TEXT, _SIZE], _INT),
    "rd_kafka_conf_set_log_cb": ([_POINTER, _POINTER], None),
    "rd_kafka_new": ([_INT, _POINTER, _TEXT, _SIZE], _POINTER),
    "rd_kafka_destroy": ([_POINTER], None),
    "rd_kafka_flush": ([_POINTER, _INT], _INT),
    "rd_kafka_mock_broker_set_down": ([_POINTER, _INT], _INT),
    "rd_kafka_mock_broker_set_up": ([_POINTER, _INT], _INT),
    "rd_kafka_mock_cluster_bootstraps": ([_POINTER], _TEXT),
    "rd_kafka_mock_cluster_destroy": ([_POINTER], None),
    "rd_kafka_mock_cluster_new": ([_POINTER, _INT], _POINTER),
    "rd_kafka_mock_topic_create": ([_POINTER, _TEXT, _INT, _INT], _INT),
    "rd_kafka_mock_topic_set_error": ([_POINTER, _TEXT, _INT], None),
    "rd_kafka_produce": ([_POINTER, _INT, _INT, _TEXT, _SIZE, _TEXT, _SIZE, _POINTER], _INT),
    "rd_kafka_topic_destroy": ([_POINTER], None),
    "rd_kafka_topic_new": ([_POINTER, _TEXT, _POINTER], _POINTER),
}


def available():
    """Whether librdkafka is installed."""
    return ctypes.util.find_library("rdkafka") is not None


class Cluster:
    """One broker with one topic, and a publisher."""

    def __init__(self, case, topic, partitions):
        self._lib = lib = ctypes.CDLL(ctypes.util.find_library("rdkafka"))
        for name, (takes, gives) in _FUNCTIONS.items():
            function = getattr(lib, name)
            function.argtypes, function.restype = takes, gives
        self._keeper = lib.rd_kafka_new(_PRODUCER, self._configuration(), None, 0)
        self._cluster = lib.rd_kafka_mock_cluster_new(self._keeper, 1)
        self.brokers = lib.rd_kafka_mock_cluster_bootstraps(self._cluster).decode()
        lib.rd_kafka_mock_topic_create(self._cluster, topic.encode(), partitions, 1)
        self._publisher = lib.rd_kafka_new(_PRODUCER, self._configuration(self.brokers), None, 0)
        self._topic = lib.rd_kafka_topic_new(self._publisher, topic.encode(), None)
        self.address = "kafka://%s/%s" % (self.brokers, topic)
        case.addCleanup(self._close)

    def _configuration(self, brokers=None):
        made = self._lib.rd_kafka_conf_new()
        self._lib.rd_kafka_conf_set_log_cb(made, None)
        self._lib.rd_kafka_conf_set(made, b"message.max.bytes", b"4000000", None, 0)
        if brokers:
            self._lib.rd_kafka_conf_set(made, b"bootstrap.servers", brokers.encode(), None, 0)
        return made

    def publish(self, messages, key=b"k"):
        """Publishes messages with one key, and waits until the broker has them. None is a tombstone."""
        for message in messages:
            code = self._lib.rd_kafka_produce(self._topic, -1, _COPY, message, len(message or b""), key, len(key), None)
            if code:
                raise AssertionError("the publisher takes no more")
        if self._lib.rd_kafka_flush(self._publisher, 60_000):
            raise AssertionError("the broker does not take what is published")

    def refuse(self, topic):
        """Makes the broker report that a topic does not exist, instead of creating it."""
        self._lib.rd_kafka_mock_topic_set_error(self._cluster, topic.encode(), _UNKNOWN_TOPIC)

    def set_down(self, down):
        if down:
            self._lib.rd_kafka_mock_broker_set_down(self._cluster, -1)
        else:
            self._lib.rd_kafka_mock_broker_set_up(self._cluster, -1)

    def _close(self):
        self._lib.rd_kafka_topic_destroy(self._topic)
        self._lib.rd_kafka_destroy(self._publisher)
        self._lib.rd_kafka_mock_cluster_destroy(self._cluster)
        self._lib.rd_kafka_destroy(self._keeper)
