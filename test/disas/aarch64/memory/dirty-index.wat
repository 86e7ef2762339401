(module
  (memory 1)
  ;; The wrapped value keeps its upper half in the register: it is cleared before the access.
  (func (export "wrapped") (param i64) (result i32)
    (i32.load (i32.wrap_i64 (i64.add (local.get 0) (i64.const 1))))))

;; 00000000 <wrapped>: function 0, 60 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x38
;;       18: stur x28, [x29, #-8]
;;       1c: add x1, x1, #1
;;       20: ldr x27, [x28, #0x18]
;;       24: ldr w1, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x31
;;       28: mov w0, w1
;;       2c: mov sp, x29
;;       30: ldp x29, x30, [sp], #0x10
;;       34: ret
;;       38: udf #0                                                 ;; call stack exhausted at wasm 0x2a
