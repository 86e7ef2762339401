(module
  (import "env" "g" (global $imported (mut i64)))
  (global $own (mut f32) (f32.const 0))
  (func (export "f")
    (global.set $imported (i64.add (global.get $imported) (i64.const 1)))
    (global.set $own (f32.const 2))))

;; 00000000 <f>: function 0, 116 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x34
;;        8: LoadContext64 r0, ctx[24]
;;       14: LoadField64 r0, r0, 0
;;       24: I64AddC r0, r0, 1, 0
;;       38: LoadContext64 r1, ctx[24]
;;       44: StoreField64 r0, r1, 0
;;       54: Const32 r31, 1073741824
;;       60: StoreContext32 ctx[32], r31
;;       6c: Return 0
