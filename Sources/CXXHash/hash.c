#define XXH_INLINE_ALL
#include <xxhash.h>

#include "CXXHash.h"

uint64_t ccs_hash64(const void *bytes, size_t length) { return XXH3_64bits(bytes, length); }

uint64_t ccs_hash64_seeded(const void *bytes, size_t length, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, length, seed);
}

ccs_digest ccs_hash128(const void *bytes, size_t length) {
    XXH128_hash_t hash = XXH3_128bits(bytes, length);
    ccs_digest digest = {hash.low64, hash.high64};
    return digest;
}
