(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "f") (param i32 i32) (result i32)
    (return_call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <f>: function 0, 120 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2b
;;        8: Move32 r27, r2
;;       14: TrapUnlessBelow r27, ctx[32]                           ;; undefined element at wasm 0x30
;;       20: LoadContext64 r0, ctx[24]
;;       2c: LoadElement r27, r0, r27
;;       3c: TrapUnlessSame r27, 16, ctx[48]                        ;; uninitialized element at wasm 0x30
;;       4c: TailLeave 0
;;       54: SetVmctxField r27, 8
;;       60: LoadField64 r27, r27, 0
;;       70: TailJumpRegister r27
