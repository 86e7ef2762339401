(module
  (import "env" "f" (func $f (param i32) (result i32 i32)))
  (func (export "f") (param i32) (result i32 i32) (return_call $f (local.get 0))))

;; 00000000 <f>: function 1, 68 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2b
;;        8: StoreArg64 [fp-4], r0
;;       14: LoadArg64 r0, [fp-4]
;;       20: TailLeave 0
;;       28: LoadContext64 r27, ctx[24]
;;       34: SetVmctx ctx[32]
;;       3c: TailJumpRegister r27
