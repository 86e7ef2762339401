;; Of the legacy form: the reference to the exception is kept only where something throws it again.

(module
  (tag $t (param i32))
  (func $may-throw)
  (func $catches (result i32)
    (try (result i32)
      (do (call $may-throw) (i32.const 0))
      (catch $t)))
  (func $cleans-up
    (try
      (do (call $may-throw))
      (catch_all (call $may-throw) (rethrow 0))))
)

;; 00000000 <may-throw>: function 0, 16 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x25
;;        8: Return 0
;;
;; 00000010 <catches>: function 1, 80 bytes
;;       10: Enter 8                                                ;; call stack exhausted at wasm 0x28
;;       18: Call func 0, 0, ctx[0]                                 ;; call at wasm 0x2b
;;       28: Const32 r0, 0
;;       34: Jump ->80
;;       3c: Land 8
;;       44: LoadSlot32 r0, [sp+2]
;;       50: Return 0
;;       58: (8 bytes of padding)
;;
;; 00000060 <cleans-up>: function 2, 108 bytes
;;       60: Enter 8                                                ;; call stack exhausted at wasm 0x34
;;       68: Call func 0, 0, ctx[0]                                 ;; call at wasm 0x37
;;       78: Jump ->196
;;       80: Land 8
;;       88: Call func 0, 0, ctx[0]                                 ;; call at wasm 0x3a
;;       98: LoadSlot64 r0, [sp+0]
;;       a4: Move64 r1, r0
;;       b0: CallTag 1, 0, ctx[56]                                  ;; call at wasm 0x3c
;;       c0: Trap                                                   ;; unreachable at wasm 0x3c
;;       c4: Return 0
