(module
  (func (export "add") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func (export "min") (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
  (func (export "nearest") (param f64) (result f64) (f64.nearest (local.get 0)))
  (func (export "copysign") (param f64 f64) (result f64)
    (f64.copysign (local.get 0) (local.get 1)))
  (func (export "constant") (result f64) (f64.const 1.5)))

;; 00000000 <add>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: addsd xmm0, xmm1
;;        f: leave
;;       10: ret
;;       11: (15 bytes of padding)
;;
;; 00000020 <min>: function 1, 48 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: ucomiss xmm0, xmm1
;;       2e: jne 0x3d
;;       30: jp 0x37
;;       32: orps xmm0, xmm1
;;       35: jmp 0x41
;;       37: addss xmm0, xmm1
;;       3b: jmp 0x41
;;       3d: minss xmm0, xmm1
;;       41: leave
;;       42: ret
;;       43: (13 bytes of padding)
;;
;; 00000050 <nearest>: function 2, 32 bytes
;;       50: push rbp
;;       51: mov rbp, rsp
;;       54: sub rsp, 0x10
;;       5b: roundsd xmm0, xmm0, 8
;;       61: leave
;;       62: ret
;;       63: (13 bytes of padding)
;;
;; 00000070 <copysign>: function 3, 48 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: movaps xmm15, xmm0
;;       7f: xorps xmm15, xmm1
;;       83: psrlq xmm15, 0x3f
;;       89: psllq xmm15, 0x3f
;;       8f: xorps xmm0, xmm15
;;       93: leave
;;       94: ret
;;       95: (11 bytes of padding)
;;
;; 000000a0 <constant>: function 4, 32 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: movsd xmm0, qword ptr [rip + 5]
;;       b3: leave
;;       b4: ret
;;       b5: int3
;;       b6: int3
;;       b7: int3
;;       b8: .quad 0x3ff8000000000000
