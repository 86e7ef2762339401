(module
  (memory 1)
  ;; The wrapped value keeps its upper half in the register: it is cleared before the access.
  (func (export "wrapped") (param i64) (result i32)
    (i32.load (i32.wrap_i64 (i64.add (local.get 0) (i64.const 1))))))

;; 00000000 <wrapped>: function 0, 40 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: add x1, x1, #1
;;       10: ldr x27, [x28, #0x18]
;;       14: ldr w1, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x31
;;       18: mov w0, w1
;;       1c: mov sp, x29
;;       20: ldp x29, x30, [sp], #0x10
;;       24: ret
