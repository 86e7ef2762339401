(module
  (memory 1)
  (func (export "offset") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "constant") (result i64) (i64.load offset=8 (i32.const 1024)))
  (func (export "far") (param i32) (result i32) (i32.load8_u offset=0xfffffff0 (local.get 0)))
  (func (export "twice") (param i32) (result f64)
    (f64.add (f64.load (local.get 0)) (f64.load offset=8 (local.get 0)))))

;; 00000000 <offset>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x4e
;;        8: LoadU32 r1, r1, mem+16                                 ;; out of bounds memory access at wasm 0x51
;;       18: Move32 r0, r1
;;       24: Return 0
;;       2c: (4 bytes of padding)
;;
;; 00000030 <constant>: function 1, 32 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x56
;;       38: LoadI64 r0, r30, mem+1032                              ;; out of bounds memory access at wasm 0x5a
;;       48: Return 0
;;
;; 00000050 <far>: function 2, 48 bytes
;;       50: Enter 4                                                ;; call stack exhausted at wasm 0x5f
;;       58: LoadU8 r1, r1, mem+4294967280                          ;; out of bounds memory access at wasm 0x62
;;       68: Move32 r0, r1
;;       74: Return 0
;;       7c: (4 bytes of padding)
;;
;; 00000080 <twice>: function 3, 64 bytes
;;       80: Enter 4                                                ;; call stack exhausted at wasm 0x6b
;;       88: LoadF64 f0, r1, mem+0                                  ;; out of bounds memory access at wasm 0x6e
;;       98: LoadF64 f1, r1, mem+8                                  ;; out of bounds memory access at wasm 0x73
;;       a8: F64Add f0, f0, f1
;;       b8: Return 0
