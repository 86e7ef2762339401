;; ChaCha20 (RFC 8439): a stream of 16 kB over the same 16 kB, n times with a nonce of its own; the rows of a block are
;; vectors.
(module
  (memory 1)
  ;; At 0 "expand 32-byte k" and the key, at 1024 the bytes.
  (data (i32.const 0)
    "expand 32-byte k\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10\11\12\13\14\15\16\17\18\19\1a\1b\1c\1d\1e\1f")

  (func $crypt (param $at i32) (param $end i32) (param $nonce v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $constants v128) (local $key1 v128) (local $key2 v128) (local $rounds i32)
    (local.set $constants (v128.load (i32.const 0)))
    (local.set $key1 (v128.load (i32.const 16)))
    (local.set $key2 (v128.load (i32.const 32)))
    (loop $next
      (local.set $rounds (i32.const 10))
      (local.set $a (local.get $constants))
      (local.set $b (local.get $key1))
      (local.set $c (local.get $key2))
      (local.set $d (local.get $nonce))
      (loop $double
        (local.set $a (i32x4.add (local.get $a) (local.get $b)))
        (local.set $d (v128.xor (local.get $d) (local.get $a)))
        (local.set $d
          (i8x16.shuffle 2 3 0 1 6 7 4 5 10 11 8 9 14 15 12 13 (local.get $d) (local.get $d)))
        (local.set $c (i32x4.add (local.get $c) (local.get $d)))
        (local.set $b (v128.xor (local.get $b) (local.get $c)))
        (local.set $b
          (v128.or (i32x4.shl (local.get $b) (i32.const 12)) (i32x4.shr_u (local.get $b) (i32.const 20))))
        (local.set $a (i32x4.add (local.get $a) (local.get $b)))
        (local.set $d (v128.xor (local.get $d) (local.get $a)))
        (local.set $d
          (i8x16.shuffle 3 0 1 2 7 4 5 6 11 8 9 10 15 12 13 14 (local.get $d) (local.get $d)))
        (local.set $c (i32x4.add (local.get $c) (local.get $d)))
        (local.set $b (v128.xor (local.get $b) (local.get $c)))
        (local.set $b
          (v128.or (i32x4.shl (local.get $b) (i32.const 7)) (i32x4.shr_u (local.get $b) (i32.const 25))))
        ;; Columns become diagonals, and diagonals columns.
        (local.set $b
          (i8x16.shuffle 4 5 6 7 8 9 10 11 12 13 14 15 0 1 2 3 (local.get $b) (local.get $b)))
        (local.set $c
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $c) (local.get $c)))
        (local.set $d
          (i8x16.shuffle 12 13 14 15 0 1 2 3 4 5 6 7 8 9 10 11 (local.get $d) (local.get $d)))
        (local.set $a (i32x4.add (local.get $a) (local.get $b)))
        (local.set $d (v128.xor (local.get $d) (local.get $a)))
        (local.set $d
          (i8x16.shuffle 2 3 0 1 6 7 4 5 10 11 8 9 14 15 12 13 (local.get $d) (local.get $d)))
        (local.set $c (i32x4.add (local.get $c) (local.get $d)))
        (local.set $b (v128.xor (local.get $b) (local.get $c)))
        (local.set $b
          (v128.or (i32x4.shl (local.get $b) (i32.const 12)) (i32x4.shr_u (local.get $b) (i32.const 20))))
        (local.set $a (i32x4.add (local.get $a) (local.get $b)))
        (local.set $d (v128.xor (local.get $d) (local.get $a)))
        (local.set $d
          (i8x16.shuffle 3 0 1 2 7 4 5 6 11 8 9 10 15 12 13 14 (local.get $d) (local.get $d)))
        (local.set $c (i32x4.add (local.get $c) (local.get $d)))
        (local.set $b (v128.xor (local.get $b) (local.get $c)))
        (local.set $b
          (v128.or (i32x4.shl (local.get $b) (i32.const 7)) (i32x4.shr_u (local.get $b) (i32.const 25))))
        (local.set $b
          (i8x16.shuffle 12 13 14 15 0 1 2 3 4 5 6 7 8 9 10 11 (local.get $b) (local.get $b)))
        (local.set $c
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $c) (local.get $c)))
        (local.set $d
          (i8x16.shuffle 4 5 6 7 8 9 10 11 12 13 14 15 0 1 2 3 (local.get $d) (local.get $d)))
        (br_if $double (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
      (v128.store offset=0 align=16 (local.get $at)
        (v128.xor
          (v128.load offset=0 align=16 (local.get $at))
          (i32x4.add (local.get $a) (local.get $constants))))
      (v128.store offset=16 align=16 (local.get $at)
        (v128.xor
          (v128.load offset=16 align=16 (local.get $at))
          (i32x4.add (local.get $b) (local.get $key1))))
      (v128.store offset=32 align=16 (local.get $at)
        (v128.xor
          (v128.load offset=32 align=16 (local.get $at))
          (i32x4.add (local.get $c) (local.get $key2))))
      (v128.store offset=48 align=16 (local.get $at)
        (v128.xor
          (v128.load offset=48 align=16 (local.get $at))
          (i32x4.add (local.get $d) (local.get $nonce))))
      (local.set $nonce (i32x4.add (local.get $nonce) (v128.const i32x4 1 0 0 0)))
      (br_if $next
        (i32.ne (local.tee $at (i32.add (local.get $at) (i32.const 64))) (local.get $end)))))

  (func (export "run") (param $n i32) (result i64)
    (local $i i32) (local $sum i64)
    (loop $next
      (i32.store offset=1024 (local.get $i) (i32.mul (local.get $i) (i32.const 0x9e3779b1)))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (i32.const 16384))))
    (loop $again
      (call $crypt
        (i32.const 1024)
        (i32.const 17408)
        (i32x4.replace_lane 1 (v128.const i32x4 1 0 0x4a000000 0) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.set $i (i32.const 0))
    (loop $next
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 31))
          (i64.load offset=1024 (local.get $i))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 16384))))
    (local.get $sum)))
