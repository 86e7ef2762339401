;; The Mandelbrot set in single precision, four points of a line at once: n by n points (n a multiple of 4), at most 64
;; steps each. Gives the sum of steps, each line's times its number.
(module
  (func $steps (param $cx v128) (param $cy v128) (result v128)
    (local $x v128) (local $y v128) (local $x2 v128) (local $y2 v128) (local $inside v128)
    (local $count v128) (local $left i32)
    (local.set $left (i32.const 64))
    (block $out
      (loop $next
        (local.set $x2 (f32x4.mul (local.get $x) (local.get $x)))
        (local.set $y2 (f32x4.mul (local.get $y) (local.get $y)))
        (local.set $inside
          (f32x4.le (f32x4.add (local.get $x2) (local.get $y2)) (v128.const f32x4 4 4 4 4)))
        (br_if $out (i32.eqz (v128.any_true (local.get $inside))))
        (local.set $count (i32x4.sub (local.get $count) (local.get $inside)))
        (local.set $y
          (f32x4.add
            (f32x4.mul (f32x4.add (local.get $x) (local.get $x)) (local.get $y))
            (local.get $cy)))
        (local.set $x (f32x4.add (f32x4.sub (local.get $x2) (local.get $y2)) (local.get $cx)))
        (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
    (local.get $count))

  (func (export "run") (param $n i32) (result i64)
    (local $row i32) (local $column i32) (local $scale f32) (local $cx v128) (local $sum i64)
    (local $counts v128) (local $cy v128)
    (local.set $scale (f32.div (f32.const 3) (f32.convert_i32_s (local.get $n))))
    (loop $rows
      (local.set $cy
        (f32x4.splat
          (f32.sub (f32.mul (f32.convert_i32_s (local.get $row)) (local.get $scale)) (f32.const 1.5))))
      (local.set $column (i32.const 0))
      (local.set $counts (v128.const i32x4 0 0 0 0))
      (loop $columns
        (local.set $cx
          (f32x4.sub
            (f32x4.mul
              (f32x4.convert_i32x4_s
                (i32x4.add (i32x4.splat (local.get $column)) (v128.const i32x4 0 1 2 3)))
              (f32x4.splat (local.get $scale)))
            (v128.const f32x4 2 2 2 2)))
        (local.set $counts
          (i32x4.add (local.get $counts) (call $steps (local.get $cx) (local.get $cy))))
        (br_if $columns
          (i32.lt_s (local.tee $column (i32.add (local.get $column) (i32.const 4))) (local.get $n))))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (local.set $counts
        (i32x4.add
          (local.get $counts)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $counts) (local.get $counts))))
      (local.set $sum
        (i64.add
          (local.get $sum)
          (i64.mul
            (i64.extend_i32_u (local.get $row))
            (i64.extend_i32_u
              (i32.add
                (i32x4.extract_lane 0 (local.get $counts))
                (i32x4.extract_lane 1 (local.get $counts)))))))
      (br_if $rows (i32.lt_s (local.get $row) (local.get $n))))
    (local.get $sum)))
