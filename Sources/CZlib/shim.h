#ifndef WAITER_CZLIB_SHIM_H
#define WAITER_CZLIB_SHIM_H

#include <zlib.h>

// inflateInit2 is a macro, which Swift cannot import. Negative window bits select raw deflate without a zlib header.

static inline int waiter_inflate_init_raw(z_stream *stream) {
    return inflateInit2(stream, -MAX_WBITS);
}

#endif
