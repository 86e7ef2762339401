;; Vectors in slots, arguments and results, globals and choices.
(module
  (global $g (mut v128) (v128.const i64x2 0 0))
  (func $many (export "many") (param v128 v128 v128 v128 v128 v128 v128 v128 v128 i32) (result v128)
    (i8x16.add (local.get 8) (local.get 0)))
  ;; What is live is in its slot, with all bits; the ninth vector is an argument on the stack.
  (func (export "call") (param v128 v128) (result v128)
    (call $many (local.get 1) (local.get 0) (local.get 1) (local.get 0) (local.get 1) (local.get 0)
      (local.get 1) (local.get 0) (v128.const i32x4 1 2 3 4) (i32.const 5))
    (v128.and (local.get 0)))
  (func (export "two") (param v128) (result v128 i32)
    (local.get 0) (i32.const 1))
  (func (export "global") (param v128) (result v128)
    (global.get $g) (global.set $g (local.get 0)))
  (func (export "select") (param v128 v128 i32) (result v128)
    (select (result v128) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "swap") (param $a v128) (param $b v128) (param $n i32) (result v128)
    (local $t v128)
    (loop $again
      (local.set $t (local.get $a))
      (local.set $a (local.get $b))
      (local.set $b (local.get $t))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $a))
  (func (export "zeroed") (param i32) (result v128)
    (local $x v128)
    (if (local.get 0) (then (local.set $x (i8x16.splat (local.get 0)))))
    (local.get $x)))

;; 00000000 <many>: function 0, 64 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x96
;;        8: VectorLoadArg v1, [fp+4]
;;       14: VectorBinary I8x16.Add, v1, v1, v0
;;       28: VectorMove v0, v1
;;       34: Return 4
;;       3c: (4 bytes of padding)
;;
;; 00000040 <call>: function 1, 208 bytes
;;       40: Enter 8                                                ;; call stack exhausted at wasm 0x9f
;;       48: VectorStoreSlot [sp+0], v0
;;       54: VectorConst v31, 1, 2, 3, 4
;;       6c: VectorStoreSlot [sp-4], v31
;;       78: VectorMove v2, v1
;;       84: VectorMove v3, v0
;;       90: VectorMove v4, v1
;;       9c: VectorMove v5, v0
;;       a8: VectorMove v6, v1
;;       b4: VectorMove v7, v0
;;       c0: Swap f0, f1
;;       cc: Const32 r1, 5
;;       d8: Call func 0, 4, ctx[0]                                 ;; call at wasm 0xc4
;;       e8: VectorLoadSlot v1, [sp+0]
;;       f4: VectorBinary And, v0, v0, v1
;;      108: Return 0
;;
;; 00000110 <two>: function 2, 96 bytes
;;      110: Enter 4                                                ;; call stack exhausted at wasm 0xcc
;;      118: StoreArg64 [fp-4], r0
;;      124: LoadArg64 r0, [fp-4]
;;      130: VectorStoreField v0, r0, 0
;;      140: Const32 r31, 1
;;      14c: StoreField32 r31, r0, 16
;;      15c: Return 0
;;      164: (12 bytes of padding)
;;
;; 00000170 <global>: function 3, 64 bytes
;;      170: Enter 4                                                ;; call stack exhausted at wasm 0xd3
;;      178: VectorLoadContext v1, ctx[32]
;;      184: VectorStoreContext ctx[32], v0
;;      190: VectorMove v0, v1
;;      19c: Return 0
;;      1a4: (12 bytes of padding)
;;
;; 000001b0 <select>: function 4, 48 bytes
;;      1b0: Enter 4                                                ;; call stack exhausted at wasm 0xdc
;;      1b8: VectorSelect v0, v0, v1, r1
;;      1cc: Return 0
;;      1d4: (12 bytes of padding)
;;
;; 000001e0 <swap>: function 5, 80 bytes
;;      1e0: Enter 4                                                ;; call stack exhausted at wasm 0xe8
;;      1e8: I32AddC r1, r1, -1
;;      1f8: BranchI32EqC ->540, r1, 0
;;      208: Swap f0, f1
;;      214: Jump ->488
;;      21c: VectorMove v0, v1
;;      228: Return 0
;;
;; 00000230 <zeroed>: function 6, 72 bytes
;;      230: Enter 4                                                ;; call stack exhausted at wasm 0x107
;;      238: VectorConst v0, 0, 0, 0, 0
;;      250: BranchI32EqC ->624, r1, 0
;;      260: VectorSplat I8x16.Splat, v0, r1
;;      270: Return 0
