/**
 * Instructions on vectors, `xmm <- xmm` or `xmm op= xmm`, coded as {@link Enc} says (Intel SDM volume 2, chapters 3
 * to 5, under each mnemonic). SSE4.1 at most, but for {@link Packed.Pcmpgtq}, which comes with SSE4.2.
 */
export const enum Packed {
  Paddb = 0x101fc,
  Paddw = 0x101fd,
  Paddd = 0x101fe,
  Paddq = 0x101d4,
  Psubb = 0x101f8,
  Psubw = 0x101f9,
  Psubd = 0x101fa,
  Psubq = 0x101fb,
  Paddsb = 0x101ec,
  Paddsw = 0x101ed,
  Paddusb = 0x101dc,
  Paddusw = 0x101dd,
  Psubsb = 0x101e8,
  Psubsw = 0x101e9,
  Psubusb = 0x101d8,
  Psubusw = 0x101d9,
  Pmullw = 0x101d5,
  Pmulhw = 0x101e5,
  Pmulhuw = 0x101e4,
  Pmulld = 0x10240,
  Pmuludq = 0x101f4,
  Pmuldq = 0x10228,
  Pmaddwd = 0x101f5,
  Pmaddubsw = 0x10204,
  Pmulhrsw = 0x1020b,
  Pminsb = 0x10238,
  Pminsw = 0x101ea,
  Pminsd = 0x10239,
  Pminub = 0x101da,
  Pminuw = 0x1023a,
  Pminud = 0x1023b,
  Pmaxsb = 0x1023c,
  Pmaxsw = 0x101ee,
  Pmaxsd = 0x1023d,
  Pmaxub = 0x101de,
  Pmaxuw = 0x1023e,
  Pmaxud = 0x1023f,
  Pavgb = 0x101e0,
  Pavgw = 0x101e3,
  Pcmpeqb = 0x10174,
  Pcmpeqw = 0x10175,
  Pcmpeqd = 0x10176,
  Pcmpeqq = 0x10229,
  Pcmpgtb = 0x10164,
  Pcmpgtw = 0x10165,
  Pcmpgtd = 0x10166,
  Pcmpgtq = 0x10237,
  Packsswb = 0x10163,
  Packuswb = 0x10167,
  Packssdw = 0x1016b,
  Packusdw = 0x1022b,
  Punpcklbw = 0x10160,
  Punpcklwd = 0x10161,
  Punpckldq = 0x10162,
  Punpckhbw = 0x10168,
  Punpckhwd = 0x10169,
  Punpckhdq = 0x1016a,
  Punpcklqdq = 0x1016c,
  Punpckhqdq = 0x1016d,
  Pand = 0x101db,
  /** `not dst and src` */
  Pandn = 0x101df,
  Por = 0x101eb,
  Pxor = 0x101ef,
  Pshufb = 0x10200,
  Phaddd = 0x10202,
  Pabsb = 0x1021c,
  Pabsw = 0x1021d,
  Pabsd = 0x1021e,
  Pmovsxbw = 0x10220,
  Pmovsxwd = 0x10223,
  Pmovsxdq = 0x10225,
  Pmovzxbw = 0x10230,
  Pmovzxwd = 0x10233,
  Pmovzxdq = 0x10235,
  Ptest = 0x10217,
  Psllw = 0x101f1,
  Pslld = 0x101f2,
  Psllq = 0x101f3,
  Psrlw = 0x101d1,
  Psrld = 0x101d2,
  Psrlq = 0x101d3,
  Psraw = 0x101e1,
  Psrad = 0x101e2,
  Addps = 0x158,
  Addpd = 0x10158,
  Subps = 0x15c,
  Subpd = 0x1015c,
  Mulps = 0x159,
  Mulpd = 0x10159,
  Divps = 0x15e,
  Divpd = 0x1015e,
  Minps = 0x15d,
  Minpd = 0x1015d,
  Maxps = 0x15f,
  Maxpd = 0x1015f,
  Sqrtps = 0x151,
  Sqrtpd = 0x10151,
  Unpcklps = 0x114,
  Movlhps = 0x116,
  /** Into the lowest lane, from a register. */
  Movsd = 0x30110,
  Cvtdq2ps = 0x15b,
  Cvttps2dq = 0x2015b,
  Cvtdq2pd = 0x201e6,
  Cvttpd2dq = 0x101e6,
  Cvtps2pd = 0x15a,
  Cvtpd2ps = 0x1015a,
  Movddup = 0x30112,
}

/** Likewise, with a byte behind. */
export const enum PackedImm {
  Pshufd = 0x10170,
  Pshuflw = 0x30170,
  Pshufhw = 0x20170,
  Shufps = 0x1c6,
  Palignr = 0x1030f,
  Pblendw = 0x1030e,
  Roundps = 0x10308,
  Roundpd = 0x10309,
  /** By an {@link Order}. */
  Cmpps = 0x1c2,
  Cmppd = 0x101c2,
  Insertps = 0x10321,
}

/** Predicates of CMPPS and CMPPD (volume 2, table 3-1). */
export const enum Order {
  Eq = 0,
  Lt = 1,
  Le = 2,
  Unordered = 3,
  Ne = 4,
  Ordered = 7,
}

/** A lane between an xmm register (`reg`) and a general register or memory (`rm`), with its number behind. */
export const enum Lane {
  Pinsrb = 0x10320,
  Pinsrw = 0x101c4,
  Pinsrd = 0x10322,
  Pinsrq = 0x11322,
  Pextrb = 0x10314,
  Pextrw = 0x10315,
  Pextrd = 0x10316,
  Pextrq = 0x11316,
}

/**
 * PEXTRW in the form of SSE2, which is a byte shorter: a lane of an xmm register (`rm`) into a general register (`reg`), with
 * its number behind.
 */
export const EXTRACT_WORD = 0x101c5;

/** Masks of lanes' highest bits into a general register (`reg`). */
export const enum Mask {
  Pmovmskb = 0x101d7,
  Movmskps = 0x150,
  Movmskpd = 0x10150,
}

/** Shifts by a constant: opcode, with the number in its `reg` field from bit 20 on. */
export const enum ShiftLanes {
  Psrlw = 0x210171,
  Psraw = 0x410171,
  Psllw = 0x610171,
  Psrld = 0x210172,
  Psrad = 0x410172,
  Pslld = 0x610172,
  Psrlq = 0x210173,
  Psllq = 0x610173,
}

/** Multiplication and addition at once, of the feature fma; `dst`, `second` and `third` as VEX has them. */
export const enum Fma {
  /** `dst = second * dst + third` */
  Fmadd213ps = 0x102a8,
  Fmadd213pd = 0x112a8,
  Fnmadd213ps = 0x102ac,
  Fnmadd213pd = 0x112ac,
  /** `dst = second * third + dst` */
  Fmadd231ps = 0x102b8,
  Fmadd231pd = 0x112b8,
  Fnmadd231ps = 0x102bc,
  Fnmadd231pd = 0x112bc,
}
