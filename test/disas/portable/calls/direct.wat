(module
  (func $callee (param i32 f64) (result i32) (local.get 0))
  (func (export "caller") (param i32) (result i32)
    ;; The first operand and the parameter live across the call.
    (i32.add
      (i32.mul (local.get 0) (i32.const 3))
      (i32.add (call $callee (i32.const 1) (f64.const 0)) (local.get 0)))))

;; 00000000 <callee>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2b
;;        8: Move32 r0, r1
;;       14: Return 0
;;       1c: (4 bytes of padding)
;;
;; 00000020 <caller>: function 1, 172 bytes
;;       20: Enter 8                                                ;; call stack exhausted at wasm 0x30
;;       28: I32MulC r0, r1, 3
;;       38: StoreSlot32 [sp+2], r0
;;       44: StoreSlot32 [sp+0], r1
;;       50: Const32 r1, 1
;;       5c: Nop
;;       60: ConstF64 f0, 0, 0
;;       70: Call func 0, 0, ctx[0]                                 ;; call at wasm 0x41
;;       80: LoadSlot32 r1, [sp+0]
;;       8c: I32Add r0, r0, r1
;;       9c: LoadSlot32 r1, [sp+2]
;;       a8: I32Add r1, r1, r0
;;       b8: Move32 r0, r1
;;       c4: Return 0
