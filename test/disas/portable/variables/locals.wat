(module
  (func (export "tee") (param i32) (result i32) (local i32)
    (i32.add (local.tee 1 (i32.const 5)) (local.get 0))
    (local.get 1)
    (i32.mul))
  (func (export "alias") (param i32) (result i32)
    ;; The pushed copy keeps the old value.
    (local.get 0)
    (local.set 0 (i32.const 1))
    (i32.add (local.get 0))))

;; 00000000 <tee>: function 0, 64 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2a
;;        8: I32AddC r1, r1, 5
;;       18: I32MulC r1, r1, 5
;;       28: Move32 r0, r1
;;       34: Return 0
;;       3c: (4 bytes of padding)
;;
;; 00000040 <alias>: function 1, 44 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x39
;;       48: I32AddC r1, r1, 1
;;       58: Move32 r0, r1
;;       64: Return 0
