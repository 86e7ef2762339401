(module
  ;; The back edge permutes registers: a cycle, broken by an exchange.
  (func (export "fibonacci") (param i32) (result i64) (local i64 i64 i64)
    (local.set 2 (i64.const 1))
    (loop
      (local.set 3 (i64.add (local.get 1) (local.get 2)))
      (local.set 1 (local.get 2))
      (local.set 2 (local.get 3))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1)))

;; 00000000 <fibonacci>: function 0, 140 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x27
;;        8: Const64 r0, 0, 0
;;       18: Const64 r2, 1, 0
;;       28: I64Add r3, r0, r2
;;       38: I32AddC r1, r1, -1
;;       48: BranchI32EqC ->120, r1, 0
;;       58: Move64 r0, r2
;;       64: Move64 r2, r3
;;       70: Jump ->40
;;       78: Move64 r0, r2
;;       84: Return 0
