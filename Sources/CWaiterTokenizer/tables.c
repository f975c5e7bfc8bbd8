#include "CWaiterTokenizer.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

_Alignas(64) static const unsigned char o200k[] = {
#embed "tables/o200k_base.bin"
};
_Alignas(64) static const unsigned char cl100k[] = {
#embed "tables/cl100k_base.bin"
};
_Alignas(64) static const unsigned char p50k[] = {
#embed "tables/p50k_base.bin"
};
_Alignas(64) static const unsigned char classes[] = {
#embed "tables/classes.bin"
};

const void *waiter_table_o200k(void) { return o200k; }
const void *waiter_table_cl100k(void) { return cl100k; }
const void *waiter_table_p50k(void) { return p50k; }
const void *waiter_table_classes(void) { return classes; }
