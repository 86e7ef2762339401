/* What headers of `winch-ts compile --c-abi wasm2c` need beside wabt's wasm-rt.h. */
#ifndef WINCH_WASM2C_H
#define WINCH_WASM2C_H

#include "wasm-rt.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#ifndef WASM_RT_CORE_TYPES_DEFINED
#define WASM_RT_CORE_TYPES_DEFINED
typedef uint8_t u8;
typedef int8_t s8;
typedef uint16_t u16;
typedef int16_t s16;
typedef uint32_t u32;
typedef int32_t s32;
typedef uint64_t u64;
typedef int64_t s64;
typedef float f32;
typedef double f64;
#endif

#ifdef __cplusplus
#define WINCH_W2C_ALIGNAS alignas
#define WINCH_W2C_STATIC_ASSERT static_assert
extern "C" {
#else
#define WINCH_W2C_ALIGNAS _Alignas
#define WINCH_W2C_STATIC_ASSERT _Static_assert
#endif

struct winch_module;

/** The type of functions that a module knows, as wasm2c_NAME_get_func_type; NULL for others. */
wasm_rt_func_type_t winch_w2c_func_type(const struct winch_module *module, uint32_t params, uint32_t results,
                                        va_list types);

#ifdef __cplusplus
}
#endif

#endif
