(module
  (func (export "value") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 7)) (else (i32.const 8))))
  (func (export "no-else") (param i32 i32) (result i32)
    (if (i32.gt_s (local.get 0) (local.get 1)) (then (local.set 0 (local.get 1))))
    (local.get 0)))

;; 00000000 <value>: function 0, 64 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x34
;;        8: BranchI32NeC ->44, r1, 0
;;       18: Const32 r0, 7
;;       24: Jump ->56
;;       2c: Const32 r0, 8
;;       38: Return 0
;;
;; 00000040 <no-else>: function 1, 56 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x42
;;       48: BranchI32GeS ->100, r2, r1
;;       58: Move32 r1, r2
;;       64: Move32 r0, r1
;;       70: Return 0
