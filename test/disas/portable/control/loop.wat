(module
  (func (export "sum") (param i32) (result i32) (local i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (br_if 0 (i32.lt_s (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 0))))
    (local.get 1)))

;; 00000000 <sum>: function 0, 88 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x21
;;        8: Const32 r0, 0
;;       14: Const32 r2, 0
;;       20: I32Add r0, r0, r2
;;       30: I32AddC r2, r2, 1
;;       40: BranchI32LtS ->32, r2, r1
;;       50: Return 0
