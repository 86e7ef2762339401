(module
  (func (export "fused") (param i32 i32) (result i32)
    (select (local.get 0) (local.get 1) (i32.lt_s (local.get 0) (local.get 1))))
  (func (export "float") (param f64 f64 i32) (result f64)
    (select (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <fused>: function 0, 64 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x34
;;        8: SetI32LtS r31, r1, r2
;;       18: Select32 r1, r1, r2, r31
;;       2c: Move32 r0, r1
;;       38: Return 0
;;
;; 00000040 <float>: function 1, 36 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x41
;;       48: Select64 f0, f0, f1, r1
;;       5c: Return 0
