;;! bounds = explicit
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x35
;;        8: LoadU32 r1, r1, mem+16                                 ;; out of bounds memory access at wasm 0x38
;;       18: Move32 r0, r1
;;       24: Return 0
;;       2c: (4 bytes of padding)
;;
;; 00000030 <store>: function 1, 32 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x3d
;;       38: Store8 r2, r1, mem+0                                   ;; out of bounds memory access at wasm 0x42
;;       48: Return 0
