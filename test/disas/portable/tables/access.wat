(module
  (table $t 4 externref)
  (func (export "get") (param i32) (result externref) (table.get $t (local.get 0)))
  (func (export "set") (param i32 externref) (table.set $t (local.get 0) (local.get 1)))
  (func (export "null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0)))))

;; 00000000 <get>: function 0, 64 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x40
;;        8: TrapUnlessBelow r1, ctx[32]                            ;; out of bounds table access at wasm 0x43
;;       14: LoadContext64 r0, ctx[24]
;;       20: LoadElement r0, r0, r1
;;       30: Return 0
;;       38: (8 bytes of padding)
;;
;; 00000040 <set>: function 1, 64 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x47
;;       48: TrapUnlessBelow r1, ctx[32]                            ;; out of bounds table access at wasm 0x4c
;;       54: LoadContext64 r0, ctx[24]
;;       60: StoreElement r2, r0, r1
;;       70: Return 0
;;       78: (8 bytes of padding)
;;
;; 00000080 <null>: function 2, 76 bytes
;;       80: Enter 4                                                ;; call stack exhausted at wasm 0x50
;;       88: TrapUnlessBelow r1, ctx[32]                            ;; out of bounds table access at wasm 0x53
;;       94: LoadContext64 r0, ctx[24]
;;       a0: LoadElement r0, r0, r1
;;       b0: SetI64EqC r0, r0, 0, 0
;;       c4: Return 0
