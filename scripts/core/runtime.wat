;; What compiled functions call besides each other. Addresses of typed arrays are those of their first element; 16 bytes in
;; front of it is their length.
(module
  (memory $memory 1 65536)
  (export "memory" (memory $memory))
  (global $heap (mut i32) (i32.const 0))
  (export "heap" (global $heap))

  ;; A number that is not negative, of 32 bits with or without a sign.
  (func $narrow (param $value i32) (result i32)
    (if (i32.lt_s (local.get $value) (i32.const 0)) (then (unreachable)))
    (local.get $value))
  (func $narrowSigned (param $value i64) (result i32)
    (if (i64.ne (i64.extend_i32_s (i32.wrap_i64 (local.get $value))) (local.get $value)) (then (unreachable)))
    (i32.wrap_i64 (local.get $value)))
  (func $narrowUnsigned (param $value i64) (result i32)
    (if (i64.ne (i64.shr_u (local.get $value) (i64.const 32)) (i64.const 0)) (then (unreachable)))
    (i32.wrap_i64 (local.get $value)))

  ;; Says why, to whoever runs this: see ERROR_ADDRESS.
  (func $outOfMemory
    (i32.store (i32.const 16) (i32.const -1))
    (unreachable))

  ;; Memory is never given back but by whoever runs this, all of it at once; so it is zero.
  (func $newArray (param $count i32) (param $log2 i32) (result i32)
    (local $at i32) (local $end i64) (local $have i64)
    (if (i32.gt_u (local.get $count) (i32.const 0x3fffffff)) (then (call $outOfMemory)))
    (local.set $at (i32.add (global.get $heap) (i32.const 16)))
    (local.set $end
      (i64.add
        (i64.extend_i32_u (local.get $at))
        (i64.shl (i64.extend_i32_u (local.get $count)) (i64.extend_i32_u (local.get $log2)))))
    (local.set $have (i64.shl (i64.extend_i32_u (memory.size)) (i64.const 16)))
    (if (i64.gt_u (local.get $end) (local.get $have)) (then
      (if (i64.gt_u (local.get $end) (i64.const 0xfffe0000)) (then (call $outOfMemory)))
      (if
        (i32.eq
          (memory.grow
            (i32.wrap_i64
              (i64.shr_u
                (i64.add (i64.sub (local.get $end) (local.get $have)) (i64.const 0x1ffff))
                (i64.const 16))))
          (i32.const -1))
        (then (call $outOfMemory)))))
    (i32.store (i32.sub (local.get $at) (i32.const 16)) (local.get $count))
    (global.set $heap (i32.and (i32.add (i32.wrap_i64 (local.get $end)) (i32.const 15)) (i32.const -16)))
    (local.get $at))
  (export "newArray" (func $newArray))

  (func $length (param $array i32) (result i32)
    (i32.load (i32.sub (local.get $array) (i32.const 16))))

  ;; As `fill`: up to the end of the array, at most.
  (func $fillBytes (param $array i32) (param $value i32) (param $from i32) (param $to i32)
    (if (i32.or (i32.lt_s (local.get $from) (i32.const 0)) (i32.lt_s (local.get $to) (i32.const 0)))
      (then (unreachable)))
    (if (i32.gt_u (local.get $to) (call $length (local.get $array)))
      (then (local.set $to (call $length (local.get $array)))))
    (if (i32.ge_u (local.get $from) (local.get $to)) (then (return)))
    (memory.fill
      (i32.add (local.get $array) (local.get $from))
      (local.get $value)
      (i32.sub (local.get $to) (local.get $from))))
  (func $fillWords (param $array i32) (param $value i32) (param $from i32) (param $to i32)
    (local $at i32) (local $end i32)
    (if (i32.or (i32.lt_s (local.get $from) (i32.const 0)) (i32.lt_s (local.get $to) (i32.const 0)))
      (then (unreachable)))
    (if (i32.gt_u (local.get $to) (call $length (local.get $array)))
      (then (local.set $to (call $length (local.get $array)))))
    (if (i32.ge_u (local.get $from) (local.get $to)) (then (return)))
    (local.set $at (i32.add (local.get $array) (i32.shl (local.get $from) (i32.const 2))))
    (local.set $end (i32.add (local.get $array) (i32.shl (local.get $to) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (i32.store (local.get $at) (local.get $value))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next))))

  ;; Of another array the elements `from` up to `to`, to `at`.
  (func $copyElements
    (param $array i32) (param $at i32) (param $other i32) (param $from i32) (param $to i32) (param $log2 i32)
    (if (i32.or
          (i32.gt_u (local.get $to) (call $length (local.get $other)))
          (i32.gt_u (local.get $from) (local.get $to)))
      (then (unreachable)))
    (if (i32.or
          (i32.gt_u (local.get $at) (call $length (local.get $array)))
          (i32.gt_u
            (i32.sub (local.get $to) (local.get $from))
            (i32.sub (call $length (local.get $array)) (local.get $at))))
      (then (unreachable)))
    (memory.copy
      (i32.add (local.get $array) (i32.shl (local.get $at) (local.get $log2)))
      (i32.add (local.get $other) (i32.shl (local.get $from) (local.get $log2)))
      (i32.shl (i32.sub (local.get $to) (local.get $from)) (local.get $log2)))))
