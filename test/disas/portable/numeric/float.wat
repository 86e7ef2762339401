(module
  (func (export "add") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func (export "min") (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
  (func (export "nearest") (param f64) (result f64) (f64.nearest (local.get 0)))
  (func (export "copysign") (param f64 f64) (result f64)
    (f64.copysign (local.get 0) (local.get 1)))
  (func (export "constant") (result f64) (f64.const 1.5)))

;; 00000000 <add>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x5b
;;        8: F64Add f0, f0, f1
;;       18: Return 0
;;
;; 00000020 <min>: function 1, 32 bytes
;;       20: Enter 4                                                ;; call stack exhausted at wasm 0x63
;;       28: F32Min f0, f0, f1
;;       38: Return 0
;;
;; 00000040 <nearest>: function 2, 32 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x6b
;;       48: F64Nearest f0, f0
;;       54: Return 0
;;       5c: (4 bytes of padding)
;;
;; 00000060 <copysign>: function 3, 32 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x71
;;       68: F64Copysign f0, f0, f1
;;       78: Return 0
;;
;; 00000080 <constant>: function 4, 32 bytes
;;       80: Enter 4                                                ;; call stack exhausted at wasm 0x79
;;       88: ConstF64 f0, 0, 1073217536
;;       98: Return 0
