(module
  (memory 1 2)
  (func (export "size") (result i32) (memory.size))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <size>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x42
;;        8: LoadContext64 r0, ctx[32]
;;       14: I64ShrUC r0, r0, 16, 0
;;       28: Return 0
;;
;; 00000030 <grow>: function 1, 64 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x47
;;       38: Move32 r2, r1
;;       44: Const32 r1, 0
;;       50: CallBuiltin builtin 0, 0, 0                            ;; call at wasm 0x4a
;;       60: Return 0
;;       68: (8 bytes of padding)
;;
;; 00000070 <fill>: function 2, 80 bytes
;;       70: Enter 4                                                ;; call stack exhausted at wasm 0x4e
;;       78: Move32 r4, r3
;;       84: Move32 r3, r2
;;       90: Move32 r2, r1
;;       9c: Const32 r1, 0
;;       a8: CallBuiltin builtin 5, 0, 0                            ;; call at wasm 0x55
;;       b8: Return 0
