static int square(int x) {
  int y = x * x;
  return y;
}
__attribute__((noinline)) int poke(int);
__attribute__((noinline)) int twice(int a) {
  int b = square(a);
  return poke(b) + a;
}
int run(int n) {
  int total = 0;
  for (int i = 0; i < n; i++)
    total += twice(i);
  return total;
}
