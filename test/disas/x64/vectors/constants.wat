;; Zeros and ones are made by an instruction; the others lie behind the body, each once.
(module
  (func (export "zeros") (result v128) (v128.const i64x2 0 0))
  (func (export "ones") (result v128) (v128.const i64x2 -1 -1))
  (func (export "others") (param v128) (result v128)
    (i32x4.add (local.get 0) (v128.const i32x4 1 2 3 4))
    (f32x4.mul (v128.const f32x4 0.1 0.1 0.1 0.1))
    (i32x4.sub (v128.const i32x4 1 2 3 4)))
  ;; Beside those that are no vectors.
  (func (export "mixed") (param f64) (result v128)
    (f64x2.add (f64x2.splat (f64.mul (local.get 0) (f64.const 2.5))) (v128.const f64x2 2.5 1))))

;; 00000000 <zeros>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: pxor xmm0, xmm0
;;        f: leave
;;       10: ret
;;       11: (15 bytes of padding)
;;
;; 00000020 <ones>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: pcmpeqd xmm0, xmm0
;;       2f: leave
;;       30: ret
;;       31: (15 bytes of padding)
;;
;; 00000040 <others>: function 2, 80 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: paddd xmm0, xmmword ptr [rip + 0x1d]
;;       53: mulps xmm0, xmmword ptr [rip + 0x26]
;;       5a: psubd xmm0, xmmword ptr [rip + 0xe]
;;       62: leave
;;       63: ret
;;       64: int3
;;       65: int3
;;       66: int3
;;       67: int3
;;       68: int3
;;       69: int3
;;       6a: int3
;;       6b: int3
;;       6c: int3
;;       6d: int3
;;       6e: int3
;;       6f: int3
;;       70: add dword ptr [rax], eax
;;       72: add byte ptr [rax], al
;;       74: add al, byte ptr [rax]
;;       76: add byte ptr [rax], al
;;       78: add eax, dword ptr [rax]
;;       7a: add byte ptr [rax], al
;;       7c: add al, 0
;;       7e: add byte ptr [rax], al
;;       80: int 0xcc
;;       82: int3
;;       83: cmp eax, 0x3dcccccd
;;       88: int 0xcc
;;       8a: int3
;;       8b: cmp eax, 0x3dcccccd
;;
;; 00000090 <mixed>: function 3, 72 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: mulsd xmm0, qword ptr [rip + 0x2d]
;;       a3: movddup xmm0, xmm0
;;       a7: addpd xmm0, xmmword ptr [rip + 0x11]
;;       af: leave
;;       b0: ret
;;       b1: int3
;;       b2: int3
;;       b3: int3
;;       b4: int3
;;       b5: int3
;;       b6: int3
;;       b7: int3
;;       b8: int3
;;       b9: int3
;;       ba: int3
;;       bb: int3
;;       bc: int3
;;       bd: int3
;;       be: int3
;;       bf: int3
;;       c0: add byte ptr [rax], al
;;       c2: add byte ptr [rax], al
;;       c4: add byte ptr [rax], al
;;       c6: add al, 0x40
;;       c8: add byte ptr [rax], al
;;       ca: add byte ptr [rax], al
;;       cc: add byte ptr [rax], al
;;       ce: .byte 0xf0
;;       cf: .byte 0x3f
;;       d0: .quad 0x4004000000000000
