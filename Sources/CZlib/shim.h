#ifndef WAITER_CZLIB_SHIM_H
#define WAITER_CZLIB_SHIM_H

#include <zlib.h>

// A macro of zlib's, which Swift does not see. Negative window bits mean deflate alone, without zlib's own header.

static inline int waiter_inflate_init_raw(z_stream *stream) {
    return inflateInit2(stream, -MAX_WBITS);
}

#endif
