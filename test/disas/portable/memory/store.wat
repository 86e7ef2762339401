(module
  (memory 1)
  (func (export "register") (param i32 i64) (i64.store offset=4 (local.get 0) (local.get 1)))
  (func (export "constant") (param i32) (i32.store16 (local.get 0) (i32.const -2)))
  (func (export "float") (param i32 f32) (f32.store (local.get 0) (local.get 1))))

;; 00000000 <register>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x49
;;        8: Store64 r2, r1, mem+4                                  ;; out of bounds memory access at wasm 0x4e
;;       18: Return 0
;;
;; 00000020 <constant>: function 1, 32 bytes
;;       20: Enter 4                                                ;; call stack exhausted at wasm 0x53
;;       28: StoreConst16 -2, r1, mem+0                             ;; out of bounds memory access at wasm 0x58
;;       38: Return 0
;;
;; 00000040 <float>: function 2, 32 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x5d
;;       48: Store32 f0, r1, mem+0                                  ;; out of bounds memory access at wasm 0x62
;;       58: Return 0
