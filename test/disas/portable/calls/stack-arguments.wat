(module
  (func $callee (param i32 i32 i32 i32 i32 i32 i32 i64 i32) (result i32) (local.get 6))
  (func (export "caller") (param i32) (result i32)
    (call $callee (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (local.get 0) (i64.const 8) (i32.const 9))))

;; 00000000 <callee>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x32
;;        8: Move32 r0, r7
;;       14: Return 0
;;       1c: (4 bytes of padding)
;;
;; 00000020 <caller>: function 1, 144 bytes
;;       20: Enter 4                                                ;; call stack exhausted at wasm 0x37
;;       28: Move32 r7, r1
;;       34: Const32 r1, 1
;;       40: Const32 r2, 2
;;       4c: Const32 r3, 3
;;       58: Const32 r4, 4
;;       64: Const32 r5, 5
;;       70: Const32 r6, 6
;;       7c: Const64 r8, 8, 0
;;       8c: Const32 r9, 9
;;       98: Call func 0, 0, ctx[0]                                 ;; call at wasm 0x4a
;;       a8: Return 0
