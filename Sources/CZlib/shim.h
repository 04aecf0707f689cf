#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

/// inflateInit2 is a macro, which Swift does not import. 16 more than the largest window size means gzip only.
static inline int ccs_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
