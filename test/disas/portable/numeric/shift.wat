(module
  (func (export "immediate") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 3)))
  (func (export "register") (param i64 i64) (result i64)
    (i64.shr_u (local.get 0) (local.get 1)))
  (func (export "rotate") (param i32 i32) (result i32)
    (i32.rotl (local.get 0) (local.get 1))))

;; 00000000 <immediate>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x49
;;        8: I32ShlC r1, r1, 3
;;       18: Move32 r0, r1
;;       24: Return 0
;;       2c: (4 bytes of padding)
;;
;; 00000030 <register>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x51
;;       38: I64ShrU r1, r1, r2
;;       48: Move64 r0, r1
;;       54: Return 0
;;       5c: (4 bytes of padding)
;;
;; 00000060 <rotate>: function 2, 44 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x59
;;       68: I32Rotl r1, r1, r2
;;       78: Move32 r0, r1
;;       84: Return 0
