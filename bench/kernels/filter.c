/* f32: n passes of a filter with five taps over a signal, with conversions. */
#include "kernel.h"

#define SIZE 4096

static float signal[SIZE + 4], filtered[SIZE];

RUN i32 run(i32 n) {
  for (i32 i = 0; i < SIZE + 4; i++) signal[i] = (float)((i * 37) % 101) * 0.01f;
  for (i32 pass = 0; pass < n; pass++) {
    for (i32 i = 0; i < SIZE; i++) {
      filtered[i] = signal[i] * 0.1f + signal[i + 1] * 0.2f + signal[i + 2] * 0.4f +
                    signal[i + 3] * 0.2f + signal[i + 4] * 0.1f;
    }
    for (i32 i = 0; i < SIZE; i++) signal[i + 2] = filtered[i] > 0.5f ? 1.0f - filtered[i] : filtered[i];
  }
  u32 sum = 0;
  for (i32 i = 0; i < SIZE; i++) sum = sum * 31 + (u32)(i32)(filtered[i] * 1e6f);
  return (i32)sum;
}
