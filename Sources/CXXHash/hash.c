#define _GNU_SOURCE
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <time.h>
#include <unistd.h>

#include "CXXHash.h"

static uint64_t seed;
/// The secret that XXH3 derives from the seed for long inputs. It is computed once, because that costs as much as hashing a
/// line.
static uint8_t secret[XXH_SECRET_DEFAULT_SIZE];

__attribute__((constructor)) static void make_seed(void) {
    if (getentropy(&seed, sizeof seed) != 0) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        seed = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
    }
    XXH3_generateSecret_fromSeed(secret, seed);
}

uint64_t ccs_hash64(const void *bytes, size_t length) {
    return XXH3_64bits_withSecretandSeed(bytes, length, secret, sizeof secret, seed);
}

ccs_digest ccs_hash128(const void *bytes, size_t length) {
    XXH128_hash_t hash = XXH3_128bits_withSecretandSeed(bytes, length, secret, sizeof secret, seed);
    ccs_digest digest = {hash.low64, hash.high64};
    return digest;
}
