// What an operator on vectors works on: its operands are copied here, and its result is copied from here, so that the
// destination may be any of them. All are constants of their modules, so V8 knows where they are and how long.

/** The first operand, as lanes. */
export const A32: Int32Array = new Int32Array(4);
export const A8: Int8Array = new Int8Array(A32.buffer);
export const A8U: Uint8Array = new Uint8Array(A32.buffer);
export const A16: Int16Array = new Int16Array(A32.buffer);
export const A16U: Uint16Array = new Uint16Array(A32.buffer);
export const A32U: Uint32Array = new Uint32Array(A32.buffer);
export const AF: Float32Array = new Float32Array(A32.buffer);
export const AD: Float64Array = new Float64Array(A32.buffer);

/** The second one. */
export const B32: Int32Array = new Int32Array(4);
export const B8: Int8Array = new Int8Array(B32.buffer);
export const B8U: Uint8Array = new Uint8Array(B32.buffer);
export const B16: Int16Array = new Int16Array(B32.buffer);
export const B16U: Uint16Array = new Uint16Array(B32.buffer);
export const B32U: Uint32Array = new Uint32Array(B32.buffer);
export const BF: Float32Array = new Float32Array(B32.buffer);
export const BD: Float64Array = new Float64Array(B32.buffer);

/** The third one. */
export const C32: Int32Array = new Int32Array(4);
export const CF: Float32Array = new Float32Array(C32.buffer);
export const CD: Float64Array = new Float64Array(C32.buffer);

/** The result. */
export const T32: Int32Array = new Int32Array(4);
export const T8: Int8Array = new Int8Array(T32.buffer);
export const T8U: Uint8Array = new Uint8Array(T32.buffer);
export const T16: Int16Array = new Int16Array(T32.buffer);
export const T16U: Uint16Array = new Uint16Array(T32.buffer);
export const TF: Float32Array = new Float32Array(T32.buffer);
export const TD: Float64Array = new Float64Array(T32.buffer);
