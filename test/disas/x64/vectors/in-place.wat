;; Constants as memory operands, results where a loop began with the local, tests of vectors with branches.
(module
  (memory 1)
  ;; The sum stays in its register, and the loop ends with one branch.
  (func (export "sum-in-loop") (param i32) (result v128) (local v128)
    (loop
      (local.set 1
        (i32x4.add
          (i32x4.mul (v128.load (local.get 0)) (v128.const i32x4 1 2 3 4))
          (local.get 1)))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 16)))))
    (local.get 1))
  ;; The result does not commute, and the left side is needed.
  (func (export "difference-over-old") (param v128 v128) (result v128)
    (local.set 1 (i8x16.sub_sat_u (local.get 0) (v128.const i32x4 1 2 3 4)))
    (v128.xor (local.get 0) (local.get 1)))
  (func (export "constant-left") (param v128) (result v128)
    (f32x4.add (v128.const f32x4 1 2 3 4) (local.get 0)))
  ;; All zeros and all ones are made.
  (func (export "not-in-pool") (param v128) (result v128)
    (i8x16.eq
      (i8x16.add (local.get 0) (v128.const i32x4 -1 -1 -1 -1))
      (v128.const i32x4 0 0 0 0)))
  ;; Numbers of 16 and more become 128 and more.
  (func (export "swizzle-by-constant") (param v128) (result v128)
    (i8x16.swizzle (local.get 0) (v128.const i8x16 0 15 16 31 32 64 127 128 255 1 2 3 4 5 6 7)))
  (func (export "shuffle-with-zeros") (param v128) (result v128)
    (i8x16.shuffle 2 1 0 16 5 4 3 16 8 7 6 31 11 10 9 16 (local.get 0) (v128.const i32x4 0 0 0 0)))
  (func (export "any-true-branch") (param v128 i32) (result i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (i32.const 1)))
      (br_if 0 (v128.any_true (local.get 0))))
    (local.get 1))
  (func (export "none-true-if") (param v128) (result i32)
    (if (result i32) (i32.eqz (v128.any_true (local.get 0)))
      (then (i32.const 5))
      (else (i32.const 7))))
  (func (export "any-true-select") (param v128 i32 i32) (result i32)
    (select (local.get 1) (local.get 2) (v128.any_true (local.get 0))))
  (func (export "any-true-value") (param v128) (result i32)
    (v128.any_true (local.get 0))))

;; 00000000 <sum-in-loop>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: pxor xmm0, xmm0
;;        f: mov r15, qword ptr [r14 + 0x18]
;;       13: mov esi, esi
;;       15: movups xmm1, xmmword ptr [r15 + rsi]                   ;; out of bounds memory access at wasm 0x100
;;       1a: pmulld xmm1, xmmword ptr [rip + 0xd]
;;       23: paddd xmm0, xmm1
;;       27: add esi, -0x10
;;       2a: jne 0x13
;;       2c: leave
;;       2d: ret
;;       2e: int3
;;       2f: int3
;;       30: add dword ptr [rax], eax
;;       32: add byte ptr [rax], al
;;       34: add al, byte ptr [rax]
;;       36: add byte ptr [rax], al
;;       38: add eax, dword ptr [rax]
;;       3a: add byte ptr [rax], al
;;       3c: add al, 0
;;       3e: add byte ptr [rax], al
;;
;; 00000040 <difference-over-old>: function 1, 48 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: vpsubusb xmm1, xmm0, xmmword ptr [rip + 0xd]
;;       53: pxor xmm0, xmm1
;;       57: leave
;;       58: ret
;;       59: int3
;;       5a: int3
;;       5b: int3
;;       5c: int3
;;       5d: int3
;;       5e: int3
;;       5f: int3
;;       60: add dword ptr [rax], eax
;;       62: add byte ptr [rax], al
;;       64: add al, byte ptr [rax]
;;       66: add byte ptr [rax], al
;;       68: add eax, dword ptr [rax]
;;       6a: add byte ptr [rax], al
;;       6c: add al, 0
;;       6e: add byte ptr [rax], al
;;
;; 00000070 <constant-left>: function 2, 48 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: addps xmm0, xmmword ptr [rip + 0xe]
;;       82: leave
;;       83: ret
;;       84: int3
;;       85: int3
;;       86: int3
;;       87: int3
;;       88: int3
;;       89: int3
;;       8a: int3
;;       8b: int3
;;       8c: int3
;;       8d: int3
;;       8e: int3
;;       8f: int3
;;       90: add byte ptr [rax], al
;;       92: cmp byte ptr [rdi], 0
;;       95: add byte ptr [rax], al
;;       97: add byte ptr [rax], al
;;       9a: add byte ptr [rax], al
;;       9e: .byte 0x80
;;       9f: .byte 0x40
;;
;; 000000a0 <not-in-pool>: function 3, 48 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: pcmpeqd xmm15, xmm15
;;       b0: paddb xmm0, xmm15
;;       b5: pxor xmm15, xmm15
;;       ba: pcmpeqb xmm0, xmm15
;;       bf: leave
;;       c0: ret
;;       c1: (15 bytes of padding)
;;
;; 000000d0 <swizzle-by-constant>: function 4, 48 bytes
;;       d0: push rbp
;;       d1: mov rbp, rsp
;;       d4: sub rsp, 0x10
;;       db: pshufb xmm0, xmmword ptr [rip + 0xc]
;;       e4: leave
;;       e5: ret
;;       e6: int3
;;       e7: int3
;;       e8: int3
;;       e9: int3
;;       ea: int3
;;       eb: int3
;;       ec: int3
;;       ed: int3
;;       ee: int3
;;       ef: int3
;;       f0: add byte ptr [rdi], cl
;;       f2: or byte ptr [rdi - 0x7f707f80], 0x8f
;;       f9: add dword ptr [rdx], eax
;;       fb: .byte 0x03
;;       fc: add al, 5
;;       fe: .byte 0x06
;;       ff: .byte 0x07
;;
;; 00000100 <shuffle-with-zeros>: function 5, 48 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: pshufb xmm0, xmmword ptr [rip + 0xc]
;;      114: leave
;;      115: ret
;;      116: int3
;;      117: int3
;;      118: int3
;;      119: int3
;;      11a: int3
;;      11b: int3
;;      11c: int3
;;      11d: int3
;;      11e: int3
;;      11f: int3
;;      120: add al, byte ptr [rcx]
;;      122: add byte ptr [rax - 0x7ffcfbfb], al
;;      128: or byte ptr [rdi], al
;;      12a: .byte 0x06
;;      12b: .byte 0x8f
;;      12c: or ecx, dword ptr [rdx]
;;      12e: .byte 0x09
;;      12f: .byte 0x80
;;
;; 00000130 <any-true-branch>: function 6, 32 bytes
;;      130: push rbp
;;      131: mov rbp, rsp
;;      134: sub rsp, 0x10
;;      13b: add esi, 1
;;      13e: ptest xmm0, xmm0
;;      143: jne 0x13b
;;      145: mov eax, esi
;;      147: leave
;;      148: ret
;;      149: (7 bytes of padding)
;;
;; 00000150 <none-true-if>: function 7, 48 bytes
;;      150: push rbp
;;      151: mov rbp, rsp
;;      154: sub rsp, 0x10
;;      15b: ptest xmm0, xmm0
;;      160: jne 0x170
;;      166: mov eax, 5
;;      16b: jmp 0x175
;;      170: mov eax, 7
;;      175: leave
;;      176: ret
;;      177: (9 bytes of padding)
;;
;; 00000180 <any-true-select>: function 8, 32 bytes
;;      180: push rbp
;;      181: mov rbp, rsp
;;      184: sub rsp, 0x10
;;      18b: ptest xmm0, xmm0
;;      190: cmove esi, edx
;;      193: mov eax, esi
;;      195: leave
;;      196: ret
;;      197: (9 bytes of padding)
;;
;; 000001a0 <any-true-value>: function 9, 23 bytes
;;      1a0: push rbp
;;      1a1: mov rbp, rsp
;;      1a4: sub rsp, 0x10
;;      1ab: xor eax, eax
;;      1ad: ptest xmm0, xmm0
;;      1b2: setne al
;;      1b5: leave
;;      1b6: ret
