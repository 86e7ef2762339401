(module
  (func (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "trunc_sat") (param f32) (result i64) (i64.trunc_sat_f32_u (local.get 0)))
  (func (export "unsigned") (param i64) (result f64) (f64.convert_i64_u (local.get 0)))
  (func (export "wrap") (param i64) (result i32) (i32.wrap_i64 (local.get 0)))
  (func (export "extend") (param i32) (result i64) (i64.extend_i32_u (local.get 0))))

;; 00000000 <trunc>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x62
;;        8: Truncate 4, r0, f0                                     ;; invalid conversion to integer at wasm 0x65
;;       18: Return 0
;;
;; 00000020 <trunc_sat>: function 1, 32 bytes
;;       20: Enter 4                                                ;; call stack exhausted at wasm 0x68
;;       28: Truncate 11, r0, f0
;;       38: Return 0
;;
;; 00000040 <unsigned>: function 2, 32 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x6f
;;       48: ConvertI64UToF64 f0, r1
;;       54: Return 0
;;       5c: (4 bytes of padding)
;;
;; 00000060 <wrap>: function 3, 32 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x75
;;       68: Move32 r0, r1
;;       74: Return 0
;;       7c: (4 bytes of padding)
;;
;; 00000080 <extend>: function 4, 40 bytes
;;       80: Enter 4                                                ;; call stack exhausted at wasm 0x7b
;;       88: ExtendU r1, r1
;;       94: Move64 r0, r1
;;       a0: Return 0
