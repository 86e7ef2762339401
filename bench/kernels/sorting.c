/* Sorting n numbers (at most 2^18) twice: by quicksort, and others by heap sort. */
#include "kernel.h"

static i32 numbers[1 << 18];

static void quicksort(i32 *a, i32 low, i32 high) {
  while (low < high) {
    i32 pivot = a[(low + high) >> 1], i = low, j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        i32 other = a[i];
        a[i++] = a[j];
        a[j--] = other;
      }
    }
    quicksort(a, low, j);
    low = i;
  }
}

static CALLED void sink(i32 *a, i32 at, i32 size) {
  i32 value = a[at];
  for (;;) {
    i32 child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && a[child + 1] > a[child]) child++;
    if (a[child] <= value) break;
    a[at] = a[child];
    at = child;
  }
  a[at] = value;
}

static void heap_sort(i32 *a, i32 size) {
  for (i32 i = size / 2 - 1; i >= 0; i--) sink(a, i, size);
  for (i32 i = size - 1; i > 0; i--) {
    i32 largest = a[0];
    a[0] = a[i];
    a[i] = largest;
    sink(a, 0, i);
  }
}

RUN i32 run(i32 n) {
  u64 state = 3;
  u32 sum = 0;
  for (i32 way = 0; way < 2; way++) {
    for (i32 i = 0; i < n; i++) numbers[i] = (i32)next_random(&state);
    if (way == 0) {
      quicksort(numbers, 0, n - 1);
    } else {
      heap_sort(numbers, n);
    }
    for (i32 i = 1; i < n; i++) {
      if (numbers[i - 1] > numbers[i]) return -1;
      sum = sum * 31 + (u32)numbers[i];
    }
  }
  return (i32)sum;
}
