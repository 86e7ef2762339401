(module
  (func (export "dead") (result i32)
    (unreachable)
    (block (result i32) (i32.add (i32.const 1) (i32.const 2)))))

;; 00000000 <dead>: function 0, 36 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x20
;;       18: stur x28, [x29, #-8]
;;       1c: udf #0                                                 ;; unreachable at wasm 0x22
;;       20: udf #0                                                 ;; call stack exhausted at wasm 0x21
