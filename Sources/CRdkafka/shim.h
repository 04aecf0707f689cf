// librdkafka in Debian's version: https://docs.confluent.io/platform/current/clients/librdkafka/html/rdkafka_8h.html
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// Swift does not import variadic functions, and only rd_kafka_producev makes a message from a key and a value in one call.
// The tests use it to publish to a mock cluster.
static inline rd_kafka_resp_err_t ccs_kafka_produce(
    rd_kafka_t *client, const char *topic, int32_t partition, const void *key, size_t key_count, const void *value, size_t count) {
    return rd_kafka_producev(
        client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition), RD_KAFKA_V_KEY((void *)key, key_count),
        RD_KAFKA_V_VALUE((void *)value, count), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
}
