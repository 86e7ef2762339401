(module
  (func (export "dead") (result i32)
    (unreachable)
    (block (result i32) (i32.add (i32.const 1) (i32.const 2)))))

;; 00000000 <dead>: function 0, 16 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: udf #0                                                 ;; unreachable at wasm 0x22
