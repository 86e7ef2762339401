(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x37
;;        8: I32Clz r1, r1
;;       14: Move32 r0, r1
;;       20: Return 0
;;       28: (8 bytes of padding)
;;
;; 00000030 <ctz>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x3d
;;       38: I64Ctz r1, r1
;;       44: Move64 r0, r1
;;       50: Return 0
;;       58: (8 bytes of padding)
;;
;; 00000060 <popcnt>: function 2, 40 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x43
;;       68: I32Popcnt r1, r1
;;       74: Move32 r0, r1
;;       80: Return 0
