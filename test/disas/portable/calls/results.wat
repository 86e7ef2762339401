(module
  (func $two (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "caller") (result i64)
    (local i64)
    (local.set 0 (call $two))
    (drop)
    (local.get 0)))

;; 00000000 <two>: function 0, 112 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x29
;;        8: StoreArg64 [fp-4], r0
;;       14: LoadArg64 r0, [fp-4]
;;       20: Const32 r31, 1
;;       2c: StoreField32 r31, r0, 0
;;       3c: Const64 r31, 2, 0
;;       4c: StoreField64 r31, r0, 8
;;       5c: Return 0
;;       64: (12 bytes of padding)
;;
;; 00000070 <caller>: function 1, 100 bytes
;;       70: Enter 16                                               ;; call stack exhausted at wasm 0x30
;;       78: SlotAddress r0, [sp+6]
;;       84: Call func 0, 0, ctx[0]                                 ;; call at wasm 0x33
;;       94: SlotAddress r0, [sp+6]
;;       a0: LoadField32 r1, r0, 0
;;       b0: LoadField64 r2, r0, 8
;;       c0: Move64 r0, r2
;;       cc: Return 0
