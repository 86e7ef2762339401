(module
  (memory 1)
  ;; The wrapped value keeps its upper half in the register: it is cleared before the access.
  (func (export "wrapped") (param i64) (result i32)
    (i32.load (i32.wrap_i64 (i64.add (local.get 0) (i64.const 1))))))

;; 00000000 <wrapped>: function 0, 64 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2a
;;        8: I64AddC r1, r1, 1, 0
;;       1c: LoadU32 r1, r1, mem+0                                  ;; out of bounds memory access at wasm 0x31
;;       2c: Move32 r0, r1
;;       38: Return 0
