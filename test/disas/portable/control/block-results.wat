(module
  (func (export "join") (param i32 i32) (result i32)
    (block (result i32)
      (br_if 0 (i32.const 1) (local.get 0))
      (drop)
      (i32.mul (local.get 1) (local.get 1)))
    (i32.const 3)
    (i32.add)))

;; 00000000 <join>: function 0, 88 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x23
;;        8: Const32 r0, 1
;;       14: BranchI32NeC ->64, r1, 0
;;       24: I32Mul r2, r2, r2
;;       34: Move32 r0, r2
;;       40: I32AddC r0, r0, 3
;;       50: Return 0
