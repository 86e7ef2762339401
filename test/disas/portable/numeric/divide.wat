(module
  (func (export "s") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "u") (param i64 i64) (result i64)
    (i64.div_u (local.get 0) (local.get 1)))
  (func (export "rem") (param i32 i32) (result i32)
    (i32.rem_s (local.get 0) (local.get 1)))
  (func (export "power-of-two") (param i32) (result i32)
    (i32.div_u (local.get 0) (i32.const 16))))

;; 00000000 <s>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x47
;;        8: I32DivS r1, r1, r2                                     ;; integer divide by zero at wasm 0x4c
;;       18: Move32 r0, r1
;;       24: Return 0
;;       2c: (4 bytes of padding)
;;
;; 00000030 <u>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x4f
;;       38: I64DivU r1, r1, r2                                     ;; integer divide by zero at wasm 0x54
;;       48: Move64 r0, r1
;;       54: Return 0
;;       5c: (4 bytes of padding)
;;
;; 00000060 <rem>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x57
;;       68: I32RemS r1, r1, r2                                     ;; integer divide by zero at wasm 0x5c
;;       78: Move32 r0, r1
;;       84: Return 0
;;       8c: (4 bytes of padding)
;;
;; 00000090 <power-of-two>: function 3, 44 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0x5f
;;       98: I32DivUC r1, r1, 16
;;       a8: Move32 r0, r1
;;       b4: Return 0
