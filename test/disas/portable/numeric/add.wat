(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "immediate") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 7)))
  (func (export "wide-immediate") (param i64) (result i64)
    (i64.add (local.get 0) (i64.const 0x123456789)))
  (func (export "folded") (result i32)
    (i32.add (i32.const 40) (i32.const 2))))

;; 00000000 <regs>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x5a
;;        8: I32Add r1, r1, r2
;;       18: Move32 r0, r1
;;       24: Return 0
;;       2c: (4 bytes of padding)
;;
;; 00000030 <immediate>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x62
;;       38: I32AddC r1, r1, 7
;;       48: Move32 r0, r1
;;       54: Return 0
;;       5c: (4 bytes of padding)
;;
;; 00000060 <wide-immediate>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x6a
;;       68: I64AddC r1, r1, 591751049, 1
;;       7c: Move64 r0, r1
;;       88: Return 0
;;
;; 00000090 <folded>: function 3, 28 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0x76
;;       98: Const32 r0, 42
;;       a4: Return 0
