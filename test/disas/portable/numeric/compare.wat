(module
  (func (export "set") (param i32 i32) (result i32) (i32.lt_s (local.get 0) (local.get 1)))
  (func (export "eqz") (param i64) (result i32) (i64.eqz (local.get 0)))
  (func (export "double-eqz") (param i32) (result i32) (i32.eqz (i32.eqz (local.get 0))))
  (func (export "mirrored") (param i32) (result i32) (i32.gt_u (i32.const 9) (local.get 0)))
  (func (export "float") (param f64 f64) (result i32) (f64.le (local.get 0) (local.get 1))))

;; 00000000 <set>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x5c
;;        8: SetI32LtS r1, r1, r2
;;       18: Move32 r0, r1
;;       24: Return 0
;;       2c: (4 bytes of padding)
;;
;; 00000030 <eqz>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x64
;;       38: SetI64EqC r1, r1, 0, 0
;;       4c: Move32 r0, r1
;;       58: Return 0
;;
;; 00000060 <double-eqz>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x6a
;;       68: SetI32NeC r1, r1, 0
;;       78: Move32 r0, r1
;;       84: Return 0
;;       8c: (4 bytes of padding)
;;
;; 00000090 <mirrored>: function 3, 48 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0x71
;;       98: SetI32LtUC r1, r1, 9
;;       a8: Move32 r0, r1
;;       b4: Return 0
;;       bc: (4 bytes of padding)
;;
;; 000000c0 <float>: function 4, 32 bytes
;;       c0: Enter 4                                                ;; call stack exhausted at wasm 0x79
;;       c8: SetF64Le r0, f0, f1
;;       d8: Return 0
