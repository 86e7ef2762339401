/* f64 arithmetic and memory: n steps of five bodies under gravity, in made-up units. */
#include "kernel.h"

#define BODIES 5

struct body {
  double x, y, z, vx, vy, vz, mass;
};

static struct body bodies[BODIES];

static CALLED void step(double dt) {
  for (i32 i = 0; i < BODIES; i++) {
    struct body *a = &bodies[i];
    for (i32 j = i + 1; j < BODIES; j++) {
      struct body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double square = dx * dx + dy * dy + dz * dz + 0.01;
      double pull = dt / (square * __builtin_sqrt(square));
      a->vx -= dx * b->mass * pull;
      a->vy -= dy * b->mass * pull;
      a->vz -= dz * b->mass * pull;
      b->vx += dx * a->mass * pull;
      b->vy += dy * a->mass * pull;
      b->vz += dz * a->mass * pull;
    }
  }
  for (i32 i = 0; i < BODIES; i++) {
    struct body *a = &bodies[i];
    a->x += dt * a->vx;
    a->y += dt * a->vy;
    a->z += dt * a->vz;
  }
}

RUN i64 run(i32 n) {
  u64 state = 1;
  for (i32 i = 0; i < BODIES; i++) {
    double *field = &bodies[i].x;
    for (i32 j = 0; j < 7; j++) field[j] = (double)next_random(&state) / 4294967296.0 + 0.1;
  }
  for (i32 i = 0; i < n; i++) step(0.001);
  double sum = 0;
  for (i32 i = 0; i < BODIES; i++) sum += bodies[i].x + bodies[i].y * 2 + bodies[i].vz * 3;
  union {
    double number;
    i64 bits;
  } checksum = {sum};
  return checksum.bits;
}
