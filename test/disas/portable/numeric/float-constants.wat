(module
  (func (export "single") (param f32) (result f32)
    (f32.div
      (f32.sub (f32.const 1.1) (f32.mul (local.get 0) (f32.const 0.3)))
      (f32.add (f32.const 0.3) (local.get 0))))
  (func (export "double") (param f64 f64) (result f64)
    (f64.add
      (f64.mul (local.get 0) (f64.const 0.1))
      (f64.sub (f64.mul (local.get 1) (f64.const 100)) (f64.const 0.1))))
  (func (export "immediates") (param f64) (result f64)
    (f64.add (f64.mul (local.get 0) (f64.const 2.5)) (f64.const 0)))
  (func (export "compare") (param f64) (result i32)
    (i32.add
      (f64.gt (local.get 0) (f64.const 0.1))
      (f64.lt (local.get 0) (f64.const 0.1))))
  (func (export "select") (param f32) (result f32)
    (select (f32.const 0.7) (local.get 0) (f32.gt (local.get 0) (f32.const 0.7))))
)

;; 00000000 <single>: function 0, 128 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x62
;;        8: Const32 f1, 1050253722
;;       14: F32Mul f1, f0, f1
;;       24: Const32 f2, 1066192077
;;       30: F32Sub f2, f2, f1
;;       40: Const32 f1, 1050253722
;;       4c: F32Add f1, f1, f0
;;       5c: F32Div f2, f2, f1
;;       6c: Move32 f0, f2
;;       78: Return 0
;;
;; 00000080 <double>: function 1, 128 bytes
;;       80: Enter 4                                                ;; call stack exhausted at wasm 0x7c
;;       88: ConstF64 f2, -1717986918, 1069128089
;;       98: F64Mul f0, f0, f2
;;       a8: ConstF64 f2, 0, 1079574528
;;       b8: F64Mul f1, f1, f2
;;       c8: ConstF64 f2, -1717986918, 1069128089
;;       d8: F64Sub f1, f1, f2
;;       e8: F64Add f0, f0, f1
;;       f8: Return 0
;;
;; 00000100 <immediates>: function 2, 80 bytes
;;      100: Enter 4                                                ;; call stack exhausted at wasm 0xa2
;;      108: ConstF64 f1, 0, 1074003968
;;      118: F64Mul f0, f0, f1
;;      128: ConstF64 f1, 0, 0
;;      138: F64Add f0, f0, f1
;;      148: Return 0
;;
;; 00000150 <compare>: function 3, 96 bytes
;;      150: Enter 4                                                ;; call stack exhausted at wasm 0xbb
;;      158: ConstF64 f1, -1717986918, 1069128089
;;      168: SetF64Lt r0, f1, f0
;;      178: ConstF64 f1, -1717986918, 1069128089
;;      188: SetF64Lt r1, f0, f1
;;      198: I32Add r0, r0, r1
;;      1a8: Return 0
;;
;; 000001b0 <select>: function 4, 88 bytes
;;      1b0: Enter 4                                                ;; call stack exhausted at wasm 0xd7
;;      1b8: Const32 f1, 1060320051
;;      1c4: Const32 f2, 1060320051
;;      1d0: SetF32Lt r31, f1, f0
;;      1e0: Select32 f2, f2, f0, r31
;;      1f4: Move32 f0, f2
;;      200: Return 0
